using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Workers;

namespace AgentFunctions.Tests.Agents.Checks;

/// <summary>An agent with checks, and what they say of answers.</summary>
internal static class CheckedAgent
{
    public const string Schema = "{type: object, properties: {name: {type: [string, 'null']}, names: {type: array, items: {type: string}}, total: {type: [number, 'null']}, "
        + "lines: {type: array, items: {type: object, properties: {amount: {type: number}, tags: {type: array, items: {type: string}}}}}, notes: {}}}";

    /// <param name="checks">YAML of one check a line, without the dash.</param>
    public static AgentDefinition With(params string[] checks) => Named("sort", checks);

    public static AgentDefinition Named(string name, params string[] checks) => AgentFile.Parse(
        name + ".agent.md",
        $"---\nname: {name}\ndescription: d\nversion: 1\noutput: {Schema}\nchecks:\n{string.Concat(checks.Select(c => $"  - {c}\n"))}---\nSort.\n\n{{{{input}}}}\n");

    /// <summary>Runs checks that ask no model.</summary>
    public static async Task<CheckReport> RunAsync(string check, string answer, string input = "{}") => await RunAsync(With(check), answer, input);

    public static async Task<CheckReport> RunAsync(AgentDefinition agent, string answer, string input = "{}")
    {
        await using McpConnections connections = new();
        ScriptedModel none = new() { Answer = _ => throw new InvalidOperationException("No model is to be asked.") };
        AgentRunner runner = new(none, new AgentTools(new ToolRegistry([]), connections), new TokenCounter(), Gates.Open(), TimeProvider.System);
        AnswerChecks checks = new(new AgentCatalogue([agent]), new ModelCatalogue([Gates.Model()], "m"), runner);
        CheckReport report = await checks.RunAsync(agent, input, answer, CallScope.Of(SampleTasks.Queued()), budget: null, TestContext.Current.CancellationToken);
        Assert.Equal(default(Usd), report.Use.Cost);
        return report;
    }
}
