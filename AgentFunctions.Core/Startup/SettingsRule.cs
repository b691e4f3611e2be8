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
            .. KnownSettings.All.SelectMany(s => given.Where(g => s.IsFor(g.Key) && !s.Accepts(g.Value)).Select(g => $"{Named(g.Key)} is '{(s.IsSecret ? "..." : g.Value)}'; allowed is {s.Allowed}.")),
            .. given.Keys.Where(key => !KnownSettings.All.Any(s => s.IsFor(key))).Select(Unknown),
        ];
        return [.. faults, .. faults.Length == 0 ? Together(own) : [], .. TelemetrySettings.Faults(settings)];
    }

    private static string Named(string key) => new Setting(key, string.Empty, static _ => false).Name;

    // Left alone, a setting with a slip in its name would change nothing and nobody would know.
    private static string Unknown(string key) =>
        $"{Named(key)} is no setting; known are {string.Join(", ", KnownSettings.All.Select(s => s.Name))}.";

    private static IEnumerable<string> Together(IConfigurationSection own)
    {
        RetryPolicy retry = own.GetSection("Workers:Retry").Get<RetryPolicy>() ?? new RetryPolicy();
        if (retry.FirstDelay > retry.MaxDelay)
        {
            yield return $"AgentFunctions__Workers__Retry__FirstDelay is {retry.FirstDelay:c}; allowed is at most AgentFunctions__Workers__Retry__MaxDelay, which is {retry.MaxDelay:c}.";
        }
    }
}
