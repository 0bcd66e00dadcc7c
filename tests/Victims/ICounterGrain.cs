namespace OrleansConnect.Tests.Victims;

/// <summary>A number that is kept.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> IncrementAsync();

    Task<int> GetAsync();

    Task<string> GetSiloAsync();
}
