namespace OrleansConnect.Runtime.Hosting;

/// <summary>Who this worker is to users and tools.</summary>
/// <param name="WorkerId">Host and port of its advertised REST listener, for example <c>10.0.0.1:8083</c>.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Commit">The commit it was built from, or <c>unknown</c>.</param>
public sealed record WorkerIdentity(string WorkerId, string Version, string Commit);
