using System.Text;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.Pipeline;

/// <summary>Everything else of the headers is compared with a Java worker's.</summary>
public sealed class DeadLetterHeadersTests
{
    [Fact]
    public void Show_the_variable_where_an_error_has_a_secret()
    {
        var failure = new FailedOperation(
            ErrorStage.TaskPut, "a.Sink", new ConnectException("Login of 'app' with 'hunter2hunter2' failed.", new InvalidOperationException("hunter2hunter2")));

        var headers = DeadLetterHeaders.Of(new TaskId("c", 0), failure, new([new("hunter2hunter2", "${file:f:password}")]))
            .ToDictionary(header => header.Key[DeadLetterHeaders.Prefix.Length..], header => Encoding.UTF8.GetString(header.Value ?? []));

        Assert.Equal("Login of 'app' with '${file:f:password}' failed.", headers["exception.message"]);
        Assert.Contains("Caused by: ", headers["exception.stacktrace"], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join("\n", headers.Values), StringComparison.Ordinal);
    }
}
