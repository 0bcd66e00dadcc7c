using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>The calls about plugins and configurations, which change nothing.</summary>
internal sealed class PluginCalls(V1.ConnectService.ConnectServiceClient service, CallRetry retry)
{
    public Task<IReadOnlyList<PluginInfo>> ListAsync(bool connectorsOnly, CancellationToken cancellationToken) => retry.RunAsync(
        async (call, _) =>
        {
            var response = await service.ListPluginsAsync(new() { ConnectorsOnly = connectorsOnly }, call).ConfigureAwait(false);
            return (IReadOnlyList<PluginInfo>)[.. response.Plugins.Select(PluginMessages.From)];
        },
        cancellationToken);

    public Task<IReadOnlyList<SettingDefinition>> GetConfigAsync(string plugin, string? version, CancellationToken cancellationToken)
    {
        var request = new V1.GetPluginConfigRequest { Plugin = plugin, Version = version ?? "" };
        return retry.RunAsync(
            async (call, _) =>
            {
                var response = await service.GetPluginConfigAsync(request, call).ConfigureAwait(false);
                return (IReadOnlyList<SettingDefinition>)[.. response.Settings.Select(PluginMessages.From)];
            },
            cancellationToken);
    }

    public Task<ConfigValidation> ValidateAsync(IReadOnlyDictionary<string, string> config, CancellationToken cancellationToken)
    {
        var request = new V1.ValidateConfigRequest { Config = { config.ToDictionary() } };
        return retry.RunAsync(async (call, _) => PluginMessages.From(await service.ValidateConfigAsync(request, call).ConfigureAwait(false)), cancellationToken);
    }

    public Task<IReadOnlyList<PreviewResult>> PreviewAsync(
        ConnectorKind kind, IReadOnlyDictionary<string, string> config, IReadOnlyList<PreviewRecord> records, bool trace, CancellationToken cancellationToken)
    {
        var request = new V1.PreviewRequest
        {
            Kind = PreviewMessages.To(kind),
            Config = { config.ToDictionary() },
            Records = { records.Select(PreviewMessages.To) },
            Trace = trace,
        };
        return retry.RunAsync(
            async (call, _) =>
            {
                var response = await service.PreviewAsync(request, call).ConfigureAwait(false);
                return (IReadOnlyList<PreviewResult>)[.. response.Results.Select(PreviewMessages.From)];
            },
            cancellationToken);
    }
}
