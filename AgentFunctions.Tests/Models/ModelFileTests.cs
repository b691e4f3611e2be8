using AgentFunctions.Models;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private const string Valid = """
        {
          // comments are allowed
          "default": "a",
          "models": [
            { "name": "a", "provider": "openai", "endpoint": "http://127.0.0.1:1/v1", "deployment": "m", "price": { "input": 1.5, "output": 2 }, "contextWindow": 1000 }
          ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_catalogue_is_read_and_cached_tokens_cost_as_much_as_others_unless_said()
    {
        ModelDefinition model = Read(Valid).Default;

        Assert.Equal(("a", ModelProvider.OpenAI, "m", 1.5m), (model.Name, model.Provider, model.Deployment, model.Price.CachedInput));
    }

    [Theory]
    [InlineData("\"input\": 1.5, ", "", "models[0].price.input: is missing")]
    [InlineData("1.5", "-1", "models[0].price.input: is -1")]
    [InlineData("\"price\": { \"input\": 1.5, \"output\": 2 }, ", "", "models[0].price: is missing")]
    [InlineData("\"openai\"", "\"acme\"", "models[0].provider: is 'acme'; allowed are offline, openai, azure-openai")]
    [InlineData("1000", "1000, \"promptCacheKey\": 1", "models[0].promptCacheKey: is 1; allowed are true and false")]
    [InlineData("1000", "1000, \"passRate\": 1", "models[0].passRate: is 1; allowed is a number above 0 and below 1")]
    [InlineData("1000", "\"big\"", "models[0].contextWindow: is \"big\"")]
    [InlineData("http://127.0.0.1:1/v1", "somewhere", "models[0].endpoint: must be an absolute http or https address")]
    [InlineData("\"deployment\"", "\"deploy\"", "models[0].deploy: unknown field")]
    [InlineData("\"default\": \"a\"", "\"default\": \"b\"", "default: 'b' is not in the catalogue; it has a")]
    [InlineData("\"models\": [", "\"models\": ", "line 6, column 3: not valid JSON")]
    public void A_broken_catalogue_is_refused_with_file_and_field(string right, string wrong, string reason)
    {
        ModelFileException refused = Assert.Throws<ModelFileException>(() => Read(Valid.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.StartsWith("models.json: " + reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_catalogue_needs_no_key() =>
        Assert.Equal(ModelProvider.Offline, ModelFile.Read(Repository.PathOf("AgentFunctions", "models.json")).Default.Provider);

    public void Dispose() => _folder.Dispose();

    private ModelCatalogue Read(string json)
    {
        File.WriteAllText(_folder.File("models.json"), json);
        return ModelFile.Read(_folder.File("models.json"));
    }
}
