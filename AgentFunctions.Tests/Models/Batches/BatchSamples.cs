using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using Azure.Identity;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Models.Batches;

/// <summary>Models and requests for the tests of batch clients.</summary>
internal static class BatchSamples
{
    public static readonly JsonElement Schema = JsonElement.Parse(
        """
        {
          "type": "object", "additionalProperties": false, "required": ["kind"],
          "properties": { "kind": { "type": "string", "maxLength": 20 } }
        }
        """);

    public static ModelDefinition Model(Uri endpoint, BatchApi api = BatchApi.OpenAI, ModelProvider provider = ModelProvider.OpenAI) => new()
    {
        Name = "m",
        Provider = provider,
        Endpoint = endpoint,
        Deployment = api == BatchApi.Anthropic ? "claude-test" : "gpt-test",
        ApiKeySetting = "KEY",
        Price = new TokenPrice(2, 1, 10),
        ContextWindow = 10_000,
        Batch = new BatchOffer(api, 0.5m, TimeSpan.FromHours(24)),
    };

    public static IBatchProvider Provider(ModelDefinition model, TimeProvider? time = null) =>
        new BatchProviders(Settings(), new DefaultAzureCredential(), time ?? TimeProvider.System).For(model);

    public static IConfiguration Settings() => new ConfigurationBuilder().AddInMemoryCollection([new("KEY", "secret")]).Build();

    public static BatchRequest Request(string customId, string text = "Ünïcode 漢字\nof two lines") => new(
        customId,
        [new ChatMessage(ChatRole.System, "Sort by kind."), new ChatMessage(ChatRole.User, text)],
        new ChatOptions
        {
            MaxOutputTokens = 100,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "sort", "Sorts."),
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
        });

    public static BatchRequest[] Requests(params string[] customIds) => [.. customIds.Select(id => Request(id))];

    public static async Task<BatchResult[]> ResultsAsync(this IBatchProvider provider, string batchId)
    {
        List<BatchResult> results = [];
        await foreach (BatchResult result in provider.ResultsAsync(batchId, TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return [.. results];
    }

    /// <summary>What a call that breaks is to the rest of the application.</summary>
    public static async Task<ModelFault> FaultOfAsync(Func<Task> call)
    {
        Exception thrown = await Assert.ThrowsAnyAsync<Exception>(call);
        ModelFault? fault = ModelFault.Of(thrown, DateTimeOffset.UtcNow);
        Assert.True(fault is not null, thrown.ToString());
        return fault;
    }
}
