using System.CommandLine;
using System.Globalization;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>agents</c>: what tasks can name.</summary>
internal static class AgentsCommand
{
    public static Command Create(CommandBinder bind)
    {
        Argument<string?> name = new("AGENT") { Description = "Only this one, with the shape of its answers", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => null };
        return bind(new Command("agents", "List the agents that tasks can name, with the input that they need.") { name }, async (run, cancellationToken) =>
        {
            if (run.Get(name) is { Length: > 0 } asked)
            {
                run.Output.Show(await run.Client.GetAgentAsync(asked, cancellationToken), ClientJson.Default.Agent, View);
            }
            else
            {
                run.Output.Show(new AgentList(await run.Client.ListAgentsAsync(cancellationToken)), ClientJson.Default.AgentList, list => [TableOf(list.Agents)]);
            }

            return ExitCode.Ok;
        });
    }

    private static IEnumerable<IRenderable> View(Agent agent)
    {
        yield return Format.Line(agent.Description);
        yield return TableOf([agent]);
        yield return Format.Line($"Answers have at most {Format.Number(agent.MaxOutputTokens)} tokens and this shape:");
        yield return Format.Line(Format.Pretty(agent.Output));
    }

    private static Table TableOf(IEnumerable<Agent> agents) => Format.Table(
        ["agent", "version", "input", ">quality", "cached for", "tools", "checks"],
        agents.Select(a => (string[])
        [
            a.Name,
            a.Version,
            a.Input.Count == 0 ? "any" : string.Join(", ", a.Input.Select(i => i.Required ? i.Name : i.Name + "?")),
            a.Quality?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-",
            Format.Seconds(a.Cache.MaxAge),
            a.Tools.Count == 0 ? "-" : string.Join(", ", a.Tools),
            a.Checks.Count == 0 ? "-" : string.Join(", ", a.Checks),
        ]));
}
