namespace OrleansConnect.Testing;

/// <summary>A task does not keep its contract.</summary>
public sealed class ContractException(string message, Exception? cause = null) : Exception(message, cause)
{
    internal static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ContractException(message);
        }
    }
}
