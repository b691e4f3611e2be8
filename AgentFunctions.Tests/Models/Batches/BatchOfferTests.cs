using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class BatchOfferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_model_has_no_batch_api_unless_the_catalogue_says_so()
    {
        ModelDefinition model = Read(string.Empty);

        Assert.Equal((null, null), (model.Batch, model.BatchPrice));
    }

    [Fact]
    public void A_batch_api_is_read_with_its_window_of_a_day_unless_said()
    {
        Assert.Equal(new BatchOffer(BatchApi.OpenAI, 0.5m, TimeSpan.FromHours(24)), Read("""{"api": "openai", "priceFactor": 0.5}""").Batch);
        Assert.Equal(
            new BatchOffer(BatchApi.Anthropic, 1, TimeSpan.FromDays(7), new Uri("https://b.example/v1")) { Deployment = "d" },
            Read("""{"api": "anthropic", "priceFactor": 1, "window": "7d", "endpoint": "https://b.example/v1", "deployment": "d"}""").Batch);
    }

    [Theory]
    [InlineData("""{"priceFactor": 0.5}""", "models[0].batch.api: is missing")]
    [InlineData("""{"api": "acme", "priceFactor": 0.5}""", "models[0].batch.api: is 'acme'; allowed are openai, anthropic")]
    [InlineData("""{"api": "openai"}""", "models[0].batch.priceFactor: is missing; it must be a number above 0 and at most 1")]
    [InlineData("""{"api": "openai", "priceFactor": 0}""", "models[0].batch.priceFactor: is 0; allowed is a number above 0 and at most 1")]
    [InlineData("""{"api": "openai", "priceFactor": 1.01}""", "models[0].batch.priceFactor: is 1.01")]
    [InlineData("""{"api": "openai", "priceFactor": "half"}""", "models[0].batch.priceFactor: is \"half\"")]
    [InlineData("""{"api": "openai", "priceFactor": 0.5, "window": "90m"}""", "models[0].batch.window: is '90m'; allowed are whole hours from 1h to 7d")]
    [InlineData("""{"api": "openai", "priceFactor": 0.5, "window": "8d"}""", "models[0].batch.window: is '8d'")]
    [InlineData("""{"api": "openai", "priceFactor": 0.5, "window": "0h"}""", "models[0].batch.window: is '0h'")]
    [InlineData("""{"api": "openai", "priceFactor": 0.5, "endpoint": "here"}""", "models[0].batch.endpoint: must be an absolute http or https address")]
    [InlineData("""{"api": "openai", "priceFactor": 0.5, "limit": 1}""", "models[0].batch.limit: unknown field")]
    [InlineData("3", "models[0].batch: must be an object")]
    public void A_broken_batch_setting_is_refused_with_its_field(string batch, string reason) => AssertRefused(batch, "openai", reason);

    [Fact]
    public void A_provider_that_has_no_such_batch_api_is_refused()
    {
        AssertRefused("""{"api": "openai", "priceFactor": 0.5}""", "offline", "models[0].batch: the provider offline has no batch API");
        AssertRefused("""{"api": "anthropic", "priceFactor": 0.5}""", "azure-openai", "models[0].batch.api: is 'anthropic'; with the provider azure-openai allowed is openai");
    }

    [Fact]
    public void A_batched_call_costs_exactly_its_part_and_is_rounded_once()
    {
        ModelDefinition model = Read("""{"api": "openai", "priceFactor": 0.3333}""");
        TokenUsage usage = new(1_234_567, 234_567, 76_543, false);

        Assert.Equal(new TokenPrice(1.5m * 0.3333m, 0.1m * 0.3333m, 2m * 0.3333m), model.BatchPrice);
        Assert.Equal(Usd.RoundUp(((1_000_000 * 1.5m) + (234_567 * 0.1m) + (76_543 * 2m)) * 0.3333m / 1_000_000m), model.BatchPrice!.Of(usage));
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(string batch, string provider, string reason)
    {
        ModelFileException refused = Assert.Throws<ModelFileException>(() => Read(batch, provider));

        Assert.StartsWith("models.json: " + reason, refused.Message, StringComparison.Ordinal);
    }

    private ModelDefinition Read(string batch, string provider = "openai")
    {
        string field = batch.Length == 0 ? string.Empty : $"\"batch\": {batch},";
        File.WriteAllText(
            _folder.File("models.json"),
            $$"""
            {"default": "a", "models": [{"name": "a", "provider": "{{provider}}", "endpoint": "http://127.0.0.1:1/v1", {{field}}
              "price": {"input": 1.5, "cachedInput": 0.1, "output": 2}, "contextWindow": 1000}]}
            """);
        return ModelFile.Read(_folder.File("models.json")).Default;
    }
}
