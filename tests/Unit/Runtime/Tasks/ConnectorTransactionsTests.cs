using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class ConnectorTransactionsTests
{
    private readonly ConnectorTransactions _transactions = new();
    private readonly SourceRecord[] _batch = [.. Enumerable.Range(0, 4).Select(_ => new SourceRecord { Topic = "t" })];

    [Fact]
    public void A_batch_without_requests_is_one_part_that_ends_nothing()
    {
        var part = Assert.Single(_transactions.Divide(_batch));

        Assert.Same(_batch, part.Records);
        Assert.Equal(TransactionEnd.None, part.End);
    }

    [Fact]
    public void Parts_end_where_something_was_asked_for_even_if_records_are_equal()
    {
        _transactions.CommitTransaction(_batch[0]);
        _transactions.AbortTransaction(_batch[2]);
        _transactions.CommitTransaction();

        var parts = _transactions.Divide(_batch);

        Assert.Equal([1, 2, 1], parts.Select(part => part.Records.Count));
        Assert.Equal([TransactionEnd.Commit, TransactionEnd.Abort, TransactionEnd.Commit], parts.Select(part => part.End));
    }

    [Fact]
    public void A_request_holds_for_one_batch_even_if_that_is_empty()
    {
        _transactions.CommitTransaction();

        Assert.Equal(TransactionEnd.Commit, Assert.Single(_transactions.Divide([])).End);
        Assert.Equal(TransactionEnd.None, Assert.Single(_transactions.Divide(_batch)).End);
    }

    [Fact]
    public void A_request_for_a_record_waits_for_the_record()
    {
        _transactions.CommitTransaction(_batch[3]);

        Assert.Equal(TransactionEnd.None, Assert.Single(_transactions.Divide([_batch[0], _batch[1]])).End);
        Assert.Equal([TransactionEnd.Commit, TransactionEnd.None], _transactions.Divide([_batch[2], _batch[3]]).Select(part => part.End));
    }

    [Fact]
    public void Both_outcomes_for_one_place_are_refused_and_the_first_stays()
    {
        _transactions.CommitTransaction();
        _transactions.AbortTransaction(_batch[0]);

        Assert.Contains("the same batch", Assert.Throws<ConnectException>(_transactions.AbortTransaction).Message, StringComparison.Ordinal);
        Assert.Contains("the same record", Assert.Throws<ConnectException>(() => _transactions.CommitTransaction(_batch[0])).Message, StringComparison.Ordinal);
        Assert.Equal([TransactionEnd.Abort, TransactionEnd.Commit], _transactions.Divide(_batch).Select(part => part.End));
    }
}
