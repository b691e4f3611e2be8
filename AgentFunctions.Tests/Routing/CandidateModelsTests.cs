using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Routing;

namespace AgentFunctions.Tests.Routing;

public sealed class CandidateModelsTests
{
    private readonly CandidateModels _sut = new(new ModelCatalogue(
        [Model("large", 10, 0.95), Model("plain", 5), Model("small", 1, 0.7), Model("tiny", 0.1m, 0.4, contextWindow: 500)], "plain"));

    [Theory]
    [InlineData("", null, "plain")]
    [InlineData("", 0.8, "tiny small large")]
    [InlineData("quality: 0.8", null, "tiny small large")]
    [InlineData("quality: 0.8\nrouting: {models: [large, small]}", null, "small large")]
    [InlineData("routing: {models: [large, small]}", null, "small")]
    [InlineData("routing: {models: [large]}", 0.8, "large")]
    public void A_task_with_a_quality_is_routed_among_the_models_that_have_a_pass_rate(string settings, double? quality, string expected) =>
        Assert.Equal(expected, string.Join(' ', _sut.Of(Agent(settings), quality).Select(m => m.Name)));

    [Fact]
    public void Where_no_model_has_a_pass_rate_the_default_takes_all_tasks() =>
        Assert.Equal("m", Assert.Single(new CandidateModels(new ModelCatalogue([Model("m", 1)], "m")).Of(Agent(string.Empty), 0.9)).Name);

    [Theory]
    [InlineData("routing: {models: [huge]}", "Agent 'a': routing.models names 'huge', which is not in the catalogue; it has large, plain, small, tiny.")]
    [InlineData("routing: {models: [plain]}", "Agent 'a': routing.models names 'plain', which has no passRate in the catalogue")]
    [InlineData("maxOutputTokens: 600", "Agent 'a' asks for 600 output tokens; the context window of model 'tiny' is 500 tokens.")]
    public void An_agent_whose_models_cannot_take_its_tasks_is_refused(string settings, string problem) =>
        Assert.StartsWith(problem, Assert.Single(_sut.Faults([Agent(settings)])), StringComparison.Ordinal);

    [Fact]
    public void An_agent_that_leaves_out_a_model_that_is_too_small_is_taken() =>
        Assert.Empty(_sut.Faults([Agent("maxOutputTokens: 600\nrouting: {models: [small, large]}")]));

    [Theory]
    [InlineData("routing: {models: small}", "'routing.models' must be a list of texts")]
    [InlineData("routing: {escalate: maybe}", "'routing.escalate' is 'maybe'; allowed are true and false")]
    [InlineData("routing: {model: small}", "unknown key 'routing.model'; allowed are models, explore, escalate")]
    public void A_broken_routing_setting_is_refused_with_its_line(string settings, string problem) =>
        Assert.Contains(problem, Assert.Throws<AgentFileException>(() => Agent(settings)).Message, StringComparison.Ordinal);

    private static AgentDefinition Agent(string settings) => AgentFile.Parse(
        "a.agent.md",
        $"---\nname: a\ndescription: d\nversion: 1\noutput: {{type: object}}\n{(settings.StartsWith("maxOutputTokens", StringComparison.Ordinal) ? string.Empty : "maxOutputTokens: 100\n")}{settings}\n---\n{{{{input.text}}}}");

    private static ModelDefinition Model(string name, decimal price, double? passRate = null, int contextWindow = 10_000) => new()
    {
        Name = name,
        Provider = ModelProvider.Offline,
        Deployment = name,
        Price = new TokenPrice(price, price, price),
        ContextWindow = contextWindow,
        PassRate = passRate,
    };
}
