using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

public sealed class ResolvedSecretsTests
{
    private readonly ResolvedSecrets _secrets = new(new Dictionary<string, string>
    {
        ["hunter2hunter2"] = "${file:/etc/p:long}",
        ["hunter2"] = "${file:/etc/p:short}",
        ["on"] = "${env:FLAG}",
    });

    [Fact]
    public void Texts_have_variables_in_the_place_of_what_they_stand_for() =>
        Assert.Equal(
            "cannot log on with ${file:/etc/p:long} or ${file:/etc/p:short}",
            _secrets.Hide("cannot log on with hunter2hunter2 or hunter2"));

    [Theory]
    [InlineData("s3cr3t\n", "Invalid value s3cr3t for x", "Invalid value ${v} for x")]
    [InlineData(" s3cr3t", "[s3cr3t]", "[${v}]")]
    [InlineData("one-part,other-part", "[one-part, other-part]", "[${v}, ${v}]")]
    [InlineData("quo\"ted", "{\"a\":\"quo\\\"ted\"}", "{\"a\":\"${v}\"}")]
    [InlineData("${env:OTHER}", "value ${env:OTHER}", "value ${v}")]
    public void A_secret_is_hidden_in_the_forms_that_messages_and_JSON_give_it(string secret, string text, string hidden) =>
        Assert.Equal(hidden, new ResolvedSecrets([KeyValuePair.Create(secret, "${v}")]).Hide(text));

    [Fact]
    public void Half_a_surrogate_pair_is_hidden_too() =>
        Assert.Equal("log on with ${v}", new ResolvedSecrets([KeyValuePair.Create("hunter\ud800", "${v}")]).Hide("log on with hunter\ud800"));

    [Fact]
    public void An_error_is_told_without_secrets_wherever_in_it_they_are()
    {
        var error = new InvalidOperationException("refused", new IOException("password 'hunter2' is wrong"));

        var hidden = _secrets.Hide(error);

        Assert.DoesNotContain("hunter2", hidden.ToString(), StringComparison.Ordinal);
        Assert.Contains("password '${file:/etc/p:short}' is wrong", hidden.ToString(), StringComparison.Ordinal);
        Assert.Null(hidden.InnerException);
        Assert.Same(error, Assert.IsType<CensoredException>(hidden).Original);
    }

    [Fact]
    public void An_error_that_tells_nothing_stays_itself()
    {
        var error = new InvalidOperationException("refused");

        Assert.Same(error, _secrets.Hide(error));
    }

    [Fact]
    public async Task What_a_call_throws_is_hidden_too()
    {
        var thrown = await Assert.ThrowsAsync<CensoredException>(() => _secrets.HideAsync<int>(() => throw new IOException("hunter2")));

        Assert.Equal("${file:/etc/p:short}", thrown.Message);
    }
}
