using System.CommandLine;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>health</c>: whether everything is up.</summary>
internal static class HealthCommand
{
    public static Command Create(CommandBinder bind) => bind(new Command("health", "Show whether every part of the server is up."), async (run, cancellationToken) =>
    {
        Health health = await run.Client.HealthAsync(cancellationToken);
        run.Output.Show(health, ClientJson.Default.Health, h => [Format.Table(["part", "status", "why"], h.Parts.Select(p => (string[])[p.Key, p.Value.Status, p.Value.Reason ?? "-"]))]);
        return health.Down.Count == 0 ? ExitCode.Ok : ExitCode.Unavailable;
    });
}
