using AgentFunctions.Agents;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Models;
using AgentFunctions.Routing;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Documentation;

/// <summary>What readers copy from the pages works as it stands.</summary>
public sealed class CopiedPartTests
{
    [Fact]
    public void The_first_agent_of_the_readme_needs_nothing_that_a_newcomer_has_not()
    {
        AgentDefinition agent = AgentFile.Parse("rate-review.agent.md", Block("README.md", "markdown"));

        Assert.Equal("rate-review", agent.Name);
        Assert.Empty(agent.Tools);
    }

    [Fact]
    public void The_agent_of_the_agents_page_can_be_read() =>
        Assert.NotEmpty(AgentFile.Parse("rate-review.agent.md", Block("docs/agents.md", "markdown")).Checks);

    [Fact]
    public void The_models_file_of_the_readme_starts_with_the_shipped_agents()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("my-models.json"), Block("README.md", "json"));

        ModelCatalogue models = ModelFile.Read(folder.File("my-models.json"));

        Assert.Empty(BatchRules.Faults(AgentCatalogue.Load(Repository.PathOf("AgentFunctions", "agents")).All, new CandidateModels(models)));
    }

    // The first block of the language.
    private static string Block(string page, string language) =>
        string.Join('\n', new MarkdownPage(page).Lines.SkipWhile(line => line != $"```{language}").Skip(1).TakeWhile(line => line != "```"));
}
