using OrleansConnect.Cli.Commands;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>What validation says of one file, for scripts.</summary>
internal sealed record ValidationJson(string File, string Name, int ErrorCount, IReadOnlyList<SettingErrorJson> Errors)
{
    public static ValidationJson Of(string file, string name, ConfigValidation validation) => new(
        file,
        name,
        validation.ErrorCount,
        [.. validation.Settings.Where(setting => setting.Errors.Count > 0).Select(setting => new SettingErrorJson(setting.Name, setting.Value, Validation.Messages(setting)))]);
}
