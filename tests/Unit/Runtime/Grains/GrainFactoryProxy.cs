using System.Reflection;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

/// <summary>A grain factory that answers with what it is told to, by the grain's key. The interface has many more members than a connector's parts use.</summary>
public class GrainFactoryProxy : DispatchProxy
{
    private Func<string, object>? _find;

    public static IGrainFactory Of(Func<string, object> find)
    {
        var factory = Create<IGrainFactory, GrainFactoryProxy>();
        ((GrainFactoryProxy)(object)factory)._find = find;
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        args is [string key, ..] ? _find?.Invoke(key) : throw new NotSupportedException($"{targetMethod?.Name} is not faked.");
}
