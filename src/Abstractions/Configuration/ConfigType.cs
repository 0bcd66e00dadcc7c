namespace OrleansConnect.Abstractions.Configuration;

/// <summary>The type of a setting's value. <see cref="WireNames"/> has the names users see.</summary>
public enum ConfigType
{
    /// <summary><c>true</c> or <c>false</c>, in any case. Read as <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>Text without blanks around it. Read as <see cref="string"/>.</summary>
    String,

    /// <summary>A whole number of 32 bits. Read as <see cref="int"/>.</summary>
    Int,

    /// <summary>A whole number of 16 bits. Read as <see cref="short"/>.</summary>
    Short,

    /// <summary>A whole number of 64 bits. Read as <see cref="long"/>.</summary>
    Long,

    /// <summary>A floating-point number of 64 bits. Read as <see cref="double"/>.</summary>
    Double,

    /// <summary>Texts separated by commas. Read as a list of <see cref="string"/>.</summary>
    List,

    /// <summary>The name of a plugin class. Read as <see cref="string"/>, after a <see cref="ClassResolver"/> has completed it.</summary>
    Class,

    /// <summary>A text that is never shown. Read as <see cref="Configuration.Password"/>.</summary>
    Password,
}
