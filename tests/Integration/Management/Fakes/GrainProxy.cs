using System.Reflection;
using System.Runtime.ExceptionServices;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>
/// Lets a plain object stand for a grain. A class that implements a grain interface would be taken for a second implementation of the grain by every silo that a test starts.
/// </summary>
public class GrainProxy : DispatchProxy
{
    private object? _target;

    public static TGrain Of<TGrain>(object target)
        where TGrain : class
    {
        var proxy = Create<TGrain, GrainProxy>();
        ((GrainProxy)(object)proxy)._target = target;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        try
        {
            return _target!.GetType().GetMethod(targetMethod!.Name)!.Invoke(_target, args); // the proxy is made by Of only
        }
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }
}
