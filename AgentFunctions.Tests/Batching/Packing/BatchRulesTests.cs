using AgentFunctions.Agents;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Routing;

namespace AgentFunctions.Tests.Batching.Packing;

public sealed class BatchRulesTests
{
    [Fact]
    public void An_agent_whose_packs_fit_its_model_is_taken() => Assert.Empty(Faults("batch: {maxItems: 10, maxInputTokens: 2000}"));

    [Fact]
    public void An_agent_without_batching_is_not_looked_at() => Assert.Empty(Faults("tools: [{function: search_notes}]"));

    [Theory]
    [InlineData("batch: {maxItems: 100, maxInputTokens: 2000}", "Agent 'a': batch: a request may take 12600 tokens (2000 of input, 100 answers of up to 50 tokens, and what holds them together); the context window of model 'm' is 8000 tokens.")]
    [InlineData("batch: {maxInputTokens: 8000}", "Agent 'a': batch: a request may take 10280 tokens")]
    [InlineData("batch: {maxItems: 2, maxInputTokens: 500}\ntools: [{function: search_notes}]", "Agent 'a': batch: an agent with tools")]
    public void An_agent_whose_packs_cannot_work_is_refused_with_the_figures(string settings, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Faults(settings)), StringComparison.Ordinal);

    [Fact]
    public void An_output_shape_with_references_is_refused() => Assert.Contains(
        "'$ref'", Assert.Single(Faults("batch: {maxItems: 2, maxInputTokens: 500}", "{type: object, properties: {a: {$ref: '#/definitions/x'}}, definitions: {x: {type: string}}}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("batch: {maxWait: 2m}", "'batch.maxWait' is '2m'; allowed is at most 60s")]
    [InlineData("batch: {maxItems: 1}", "'batch.maxItems' is '1'; allowed is a whole number from 2 to 1000")]
    public void Broken_batch_settings_are_refused_with_their_line(string settings, string problem) =>
        Assert.Contains(problem, Assert.Throws<AgentFileException>(() => Faults(settings)).Message, StringComparison.Ordinal);

    private static string[] Faults(string settings, string output = "{type: object}")
    {
        AgentDefinition agent = AgentFile.Parse("a.agent.md", $"---\nname: a\ndescription: d\nversion: 1\nmaxOutputTokens: 50\noutput: {output}\n{settings}\n---\n{{{{input.text}}}}");
        ModelDefinition model = new() { Name = "m", Provider = ModelProvider.Offline, Deployment = "m", Price = new TokenPrice(1, 1, 1), ContextWindow = 8_000 };
        return [.. BatchRules.Faults([agent], new CandidateModels(new ModelCatalogue([model], "m")))];
    }
}
