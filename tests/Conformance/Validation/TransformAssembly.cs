using System.Reflection;

namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>The assembly with the transformations.</summary>
internal static class TransformAssembly
{
    public static Assembly Instance { get; } = Assembly.Load("OrleansConnect.Transforms");
}
