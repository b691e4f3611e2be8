using System.Globalization;
using System.Text.Json;
using AgentFunctions.Tests.Crash.Model;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>The data folder that all hosts of a fleet share, with an agent and a model for the crash run, and the hosts' logs.</summary>
internal sealed class FleetFolder : HostFolder
{
    public const string Agent = "repeat-marker";

    public FleetFolder(string path, Uri model)
        : base(path)
    {
        File.WriteAllText(Path.Combine(Agents, $"{Agent}.agent.md"), AgentFile);
        File.WriteAllText(Models, JsonSerializer.Serialize(ModelFile(model)));
    }

    private static string AgentFile => $$$"""
        ---
        name: {{{Agent}}}
        description: Repeats the marker of a task.
        version: 1
        output:
          type: object
          additionalProperties: false
          required: [marker]
          properties:
            marker: {type: string}
        quality: 0.5
        maxOutputTokens: 50
        checks: [{schema: true}]
        ---
        Repeat the marker.

        {{{FaultyModel.Tag("{{input.marker}}")}}}
        """;

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        .. base.Settings,
        ("AgentFunctions__Workers__Lease", Text(CrashTiming.Lease)),
        ("AgentFunctions__Workers__StrandedAfter", Text(CrashTiming.StrandedAfter)),
        ("AgentFunctions__Workers__Retry__FirstDelay", Text(CrashTiming.FirstRetry)),
        ("AgentFunctions__Workers__Retry__MaxDelay", Text(CrashTiming.LongestRetry)),
        ("LocalHost__LockDuration", Text(CrashTiming.LockDuration)),
    ];

    private static string Text(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);

    private static object ModelFile(Uri endpoint) => new
    {
        @default = "crash",
        models = new[] { Model("crash", endpoint, price: 1, passRate: 0.8), Model("crash-large", endpoint, price: 10, passRate: 0.95) },
    };

    // Two of them, so that what fails the one goes on to the other.
    private static object Model(string name, Uri endpoint, double price, double passRate) => new
    {
        name,
        provider = "openai",
        endpoint,
        apiKeySetting = KeySetting,
        price = new { input = price, output = 2 * price },
        contextWindow = 8_000,
        passRate,
        timeout = string.Create(CultureInfo.InvariantCulture, $"{CrashTiming.ModelTimeout.TotalMilliseconds}ms"),
    };
}
