using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Caching;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Caching;

/// <summary>Equal keys mean that one answer fits both; whatever the answer depends on makes keys differ.</summary>
public sealed class WorkKeyTests
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public void Key_order_and_number_spelling_do_not_matter() =>
        Assert.Equal(Key("""{"a":1,"b":{"x":10,"y":"é"}}"""), Key("""{ "b": {"y":"\u00e9", "x":1e1}, "a":1.0 }"""));

    [Fact]
    public void Whatever_the_answer_depends_on_makes_another_key()
    {
        WorkKey[] keys =
        [
            Key("""{"text":"x"}"""),
            Key("""{"text":"y"}"""),
            Key("""{"text":"x"}""", tenant: new TenantId("other")),
            Key("""{"text":"x"}""", quality: 0.9),
            Key("""{"text":"x"}""", agent: Agent(version: "2")),
            Key("""{"text":"x"}""", agent: Agent(instructions: "Be kind. {{input.text}}")),
            Key("""{"text":"x"}""", agent: Agent(output: "{type: object, required: [a]}")),
            Key("""{"text":"x"}""", agent: Agent(extra: "tools: [{function: f}]")),
            Key("""{"text":"x"}""", model: "other"),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Only_an_agent_that_says_so_shares_between_tenants()
    {
        AgentDefinition shared = Agent(extra: "cache: {scope: shared}");

        Assert.Equal(Key("1", shared), Key("1", shared, new TenantId("other")));
        Assert.NotEqual(Key("1"), Key("1", tenant: new TenantId("other")));
    }

    [Fact]
    public void What_the_agent_asks_for_counts_as_if_the_task_had_asked_for_it() =>
        Assert.Equal(Key("1", Agent(extra: "quality: 0.9")), Key("1", Agent(extra: "quality: 0.9"), quality: 0.9));

    [Fact]
    public void A_description_or_a_cache_setting_is_no_part_of_it() =>
        Assert.Equal(Key("1"), Key("1", Agent(description: "other", extra: "cache: {maxAge: 7d}")));

    private static WorkKey Key(string input, AgentDefinition? agent = null, TenantId? tenant = null, double? quality = null, string model = "m")
    {
        ModelDefinition definition = new() { Name = model, Provider = ModelProvider.Offline, Deployment = model, Price = new TokenPrice(1, 1, 1), ContextWindow = 10_000 };
        return new WorkKeys(new CandidateModels(new ModelCatalogue([definition], model))).Of(tenant ?? Acme, agent ?? Agent(), JsonElement.Parse(input), quality);
    }

    private static AgentDefinition Agent(
        string version = "1", string instructions = "{{input.text}}", string output = "{type: object}", string description = "d", string extra = "") =>
        AgentFile.Parse("a.agent.md", $"---\nname: a\ndescription: {description}\nversion: {version}\noutput: {output}\n{extra}\n---\n{instructions}");
}
