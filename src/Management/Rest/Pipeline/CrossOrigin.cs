using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace OrleansConnect.Management.Rest.Pipeline;

/// <summary>Which web pages of other origins may use the REST interface.</summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromMinutes(30);

    public static void Configure(CorsPolicyBuilder policy, RestOptions options)
    {
        var patterns = options.AllowedOrigins.Select(ToRegex).ToArray();
        policy.SetIsOriginAllowed(origin => patterns.Any(pattern => pattern.IsMatch(origin)))
            .WithMethods([.. options.AllowedMethods])
            .WithHeaders("X-Requested-With", "Content-Type", "Accept", "Origin")
            .AllowCredentials()
            .SetPreflightMaxAge(PreflightMaxAge);
    }

    private static Regex ToRegex(string origin) => new(
        $"^{Regex.Escape(origin).Replace(@"\*", ".*", StringComparison.Ordinal)}$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
}
