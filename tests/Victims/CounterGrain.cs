namespace OrleansConnect.Tests.Victims;

internal sealed class CounterGrain([PersistentState("counter")] IPersistentState<CounterGrain.Counter> state, ILocalSiloDetails silo)
    : Grain, ICounterGrain
{
    public async Task<int> IncrementAsync()
    {
        state.State.Value++;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<int> GetAsync() => Task.FromResult(state.State.Value);

    public Task<string> GetSiloAsync() => Task.FromResult(silo.SiloAddress.ToParsableString());

    internal sealed class Counter
    {
        public int Value { get; set; }
    }
}
