using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Models;
using AgentFunctions.Tests.Limits;

namespace AgentFunctions.Tests.Agents.Checks;

public sealed class JudgeRulesTests
{
    private const string Score = "{type: object, required: [score], properties: {score: {type: number}}}";

    [Theory]
    [InlineData("judge: {agent: sage}")]
    [InlineData("judge: {agent: sage, model: m}")]
    public void A_judge_that_gives_a_score_is_taken(string check) => Assert.Empty(Faults(CheckedAgent.With(check), Judge("sage")));

    [Theory]
    [InlineData("judge: {agent: nobody}", Score, "", ".agent is 'nobody', which is no agent; known are sage, sort")]
    [InlineData("judge: {agent: sage, model: huge}", Score, "", ".model is 'huge', which is not in the catalogue; it has m")]
    [InlineData("judge: {agent: sort}", Score, "", ".agent is 'sort', which is judged by 'sort' itself or by one of its own judges; judges must not judge in a circle")]
    [InlineData("judge: {agent: sage}", "{type: object, properties: {score: {type: number}}}", "", ".agent is 'sage', whose output has no required 'score' of type number")]
    [InlineData("judge: {agent: sage}", "{type: object, required: [score], properties: {score: {type: string}}}", "", ".agent is 'sage', whose output has no required 'score'")]
    [InlineData("judge: {agent: sage}", "{type: object, required: [mark], properties: {mark: {type: number}}}", "", ".agent is 'sage', whose output has no required 'score'")]
    [InlineData("judge: {agent: sage}", Score, "maxOutputTokens: 100000", ".agent is 'sage', which asks for 100000 output tokens; the context window of model 'm' is 100000 tokens")]
    public void A_judge_that_cannot_judge_stops_the_host_with_file_and_field(string check, string output, string settings, string reason)
    {
        string refused = Assert.Single(Faults(CheckedAgent.With("schema: true", check), Judge("sage", output, settings)));

        Assert.StartsWith($"sort.agent.md: checks[1].judge{reason}", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sort")]
    [InlineData("a")]
    public void A_circle_over_several_judges_stops_the_host_at_each_of_them(string last)
    {
        string[] faults = Faults(CheckedAgent.With("judge: {agent: a}"), Judge("a", Score, "checks: [{judge: {agent: b}}]"), Judge("b", Score, $"checks: [{{judge: {{agent: {last}}}}}]"));

        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Contains("judges must not judge in a circle", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_judge_that_reads_something_it_is_not_given_stops_the_host()
    {
        string refused = Assert.Single(Faults(
            CheckedAgent.With("judge: {agent: sage}"), Judge("sage", text: "{{input.text}} {{input.mood?}}")));

        Assert.EndsWith("which reads 'input.text'; a judge is given input.input and input.answer", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_judge_can_judge()
    {
        AgentCatalogue shipped = AgentCatalogue.Load(Repository.PathOf("AgentFunctions", "agents"));

        Assert.Empty(Faults(CheckedAgent.With("judge: {agent: judge-reply}"), shipped.Find("judge-reply")!));
    }

    private static AgentDefinition Judge(string name, string output = Score, string settings = "", string text = "{{input.input}} {{input.answer}}") =>
        AgentFile.Parse(name + ".agent.md", $"---\nname: {name}\ndescription: d\nversion: 1\noutput: {output}\n{settings}\n---\nScore.\n\n{text}\n");

    private static string[] Faults(params AgentDefinition[] agents) =>
        [.. JudgeRules.Faults(new AgentCatalogue(agents), new ModelCatalogue([Gates.Model()], "m"))];
}
