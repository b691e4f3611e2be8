using AgentFunctions.Telemetry;
using AgentFunctions.Workers;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Startup;

/// <summary>Holds the settings of the app's own section, and those of telemetry, against what is allowed.</summary>
internal sealed class SettingsRule(IConfiguration settings) : IStartupRule
{
    public IEnumerable<string> Faults()
    {
        IConfigurationSection own = settings.GetSection(ServiceCollectionExtensions.Section);
        Dictionary<string, string> given = own.AsEnumerable(makePathsRelative: true)
            .Where(s => s.Value is not null)
            .ToDictionary(s => s.Key, s => s.Value!, StringComparer.OrdinalIgnoreCase);
        string[] faults =
        [
            .. KnownSettings.All.Where(s => given.TryGetValue(s.Key, out string? text) && !s.Accepts(text)).Select(s => $"{s.Name} is '{given[s.Key]}'; allowed is {s.Allowed}."),
            .. given.Keys.Except(KnownSettings.All.Select(s => s.Key), StringComparer.OrdinalIgnoreCase).Select(Unknown),
        ];
        return [.. faults, .. faults.Length == 0 ? Together(own) : [], .. TelemetrySettings.Faults(settings)];
    }

    // Left alone, a setting with a slip in its name would change nothing and nobody would know.
    private static string Unknown(string key) =>
        $"{new Setting(key, string.Empty, static _ => false).Name} is no setting; known are {string.Join(", ", KnownSettings.All.Select(s => s.Name))}.";

    private static IEnumerable<string> Together(IConfigurationSection own)
    {
        RetryPolicy retry = own.GetSection("Workers:Retry").Get<RetryPolicy>() ?? new RetryPolicy();
        if (retry.FirstDelay > retry.MaxDelay)
        {
            yield return $"AgentFunctions__Workers__Retry__FirstDelay is {retry.FirstDelay:c}; allowed is at most AgentFunctions__Workers__Retry__MaxDelay, which is {retry.MaxDelay:c}.";
        }
    }
}
