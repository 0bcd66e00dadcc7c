using Microsoft.AspNetCore.Http;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;
using OrleansConnect.Management.Rest.Bodies;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Management.Rest.Groups;

/// <summary>The plugins that are installed, their settings, and whether a configuration is right.</summary>
internal sealed class PluginsGroup(PluginCatalog plugins, ConnectorValidator validator) : IRestGroup
{
    private const string ClassKey = "connector.class";
    private const string Suffix = "Connector";
    private const string Refused = "org.apache.kafka.connect.runtime.rest.errors.BadRequestException: ";
    private const string Unresolved = "org.apache.kafka.common.config.ConfigException: ";

    public IEnumerable<RestResource> Resources =>
    [
        new("/connector-plugins") { Get = List },
        new("/connector-plugins/{plugin}/config") { Get = GetConfig },
        new("/connector-plugins/{plugin}/config/validate") { Put = Validate },
    ];

    private Task<RestResult> List(RestRequest request, CancellationToken cancellationToken)
    {
        var listed = plugins.List(request.Flag("connectorsOnly", defaultValue: true));
        return Task.FromResult(RestResult.Json([.. listed.Select(PluginBody.Of)], RestJson.Relaxed.IReadOnlyListPluginBody));
    }

    private async Task<RestResult> GetConfig(RestRequest request, CancellationToken cancellationToken)
    {
        var keys = await plugins.GetConfigAsync(request.Name, request.Query("version"), cancellationToken);
        return RestResult.Json([.. keys.Select(DefinitionBody.Of)], RestJson.Relaxed.IReadOnlyListDefinitionBody);
    }

    private async Task<RestResult> Validate(RestRequest request, CancellationToken cancellationToken)
    {
        var config = await request.ReadConfigAsync(cancellationToken);
        EnsureSameClass(request.Name, config.GetValueOrDefault(ClassKey));
        var report = await ValidateAsync(config, cancellationToken);
        return RestResult.Json(ValidationBody.Of(report, request.Flag("hints")), RestJson.Relaxed.ValidationBody);
    }

    // A class that is missing or not known, or a variable that is not, is answered with 500 here, and only here: Kafka Connect's tools have learned to live with it.
    private async Task<ValidationReport> ValidateAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        try
        {
            return await validator.ValidateAsync(config, cancellationToken);
        }
        catch (ConnectRequestException e) when (e.Kind is RequestErrorKind.Invalid or RequestErrorKind.Unresolved)
        {
            var wrapped = e.Kind == RequestErrorKind.Invalid ? Refused : Unresolved;
            throw new RestException(StatusCodes.Status500InternalServerError, $"{wrapped}{e.Message}", e);
        }
    }

    // Kafka Connect only compares the texts. A short name and a full one of the same class it refuses, as it was meant to accept them.
    private void EnsureSameClass(string requested, string? included)
    {
        if (included is not null && !WithoutSuffix(included).EndsWith(WithoutSuffix(requested), StringComparison.Ordinal) && !plugins.IsSameConnector(included, requested))
        {
            throw ConnectRequestException.Invalid($"Included connector type {included} does not match request type {requested}");
        }
    }

    private static string WithoutSuffix(string className) =>
        className.EndsWith(Suffix, StringComparison.Ordinal) && className.Length > Suffix.Length ? className[..^Suffix.Length] : className;
}
