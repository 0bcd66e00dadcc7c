namespace OrleansConnect.Runtime.Plugins;

/// <summary>The roles a plugin can have, in the order in which Kafka Connect lists them.</summary>
public enum PluginKind
{
    /// <summary>A sink connector.</summary>
    Sink,

    /// <summary>A source connector.</summary>
    Source,

    /// <summary>A transformation.</summary>
    Transformation,

    /// <summary>A predicate.</summary>
    Predicate,

    /// <summary>A converter of keys or values.</summary>
    Converter,

    /// <summary>A converter of headers.</summary>
    HeaderConverter,

    /// <summary>A config provider.</summary>
    ConfigProvider,
}
