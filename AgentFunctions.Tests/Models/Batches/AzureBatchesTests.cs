using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using AgentFunctions.Tests.Models.Batches.Servers;
using Azure.Core;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class AzureBatchesTests : IAsyncLifetime
{
    private readonly FileBatchServer _server = new(isAzure: true);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ModelDefinition Model => BatchSamples.Model(_server.Endpoint, provider: ModelProvider.AzureOpenAI);

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Azure_takes_the_same_batches_under_its_own_path_and_key_and_on_a_deployment_for_batches()
    {
        IBatchProvider provider = BatchSamples.Provider(Model with { Batch = Model.Batch! with { Deployment = "global-batch" } });
        BatchSubmission submission = await provider.SubmitAsync("x", BatchSamples.Requests("a"), Cancelled);

        Assert.Equal("global-batch", (string?)Assert.Single(_server.Lines(submission.BatchId))["body"]!["model"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(_server.Now), submission.CreatedAt);
        Assert.IsType<BatchProgress.Running>(await provider.GetAsync(submission.BatchId, Cancelled));
        Assert.Equal(submission, await provider.FindAsync("x", Cancelled));

        _server.End(submission.BatchId, "Completed", output: [OutputLines.Answer("a", "one")]);
        Assert.IsType<BatchProgress.Ended>(await provider.GetAsync(submission.BatchId, Cancelled));
        Assert.Equal([new BatchResult.Answered("a", "one", new TokenUsage(100, 0, 20, false), ChatFinishReason.Stop)], await provider.ResultsAsync(submission.BatchId));
        Assert.All(_server.Requests, r => Assert.Contains(" /openai/v1/", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_is_made_only_when_the_provider_is_done_with_its_file()
    {
        _server.PendingAnswers = 3;
        HurriedTime time = new();

        await BatchSamples.Provider(Model, time).SubmitAsync("x", BatchSamples.Requests("a"), Cancelled);

        Assert.Equal(3, _server.Requests.Count(r => r.StartsWith("GET /openai/v1/files/", StringComparison.Ordinal)));
        Assert.Equal(TimeSpan.FromSeconds(6), time.Waited);
    }

    [Fact]
    public async Task Another_endpoint_for_batches_is_taken_as_it_stands()
    {
        ModelDefinition model = Model with { Endpoint = new Uri("http://127.0.0.1:1"), Batch = Model.Batch! with { Endpoint = new Uri(_server.Endpoint, "openai/v1/") } };

        Assert.NotNull(await BatchSamples.Provider(model).SubmitAsync("x", BatchSamples.Requests("a"), Cancelled));
    }

    [Fact]
    public async Task Without_a_key_setting_the_identity_is_asked_for_a_token_which_goes_over_https_alone()
    {
        AskedIdentity identity = new();
        IBatchProvider provider = new BatchProviders(BatchSamples.Settings(), identity, TimeProvider.System).For(Model with { ApiKeySetting = null });

        await Assert.ThrowsAsync<InvalidOperationException>(() => provider.GetAsync("batch_1", Cancelled));
        Assert.Empty(_server.Requests);

        IBatchProvider overHttps = new BatchProviders(BatchSamples.Settings(), identity, TimeProvider.System)
            .For(Model with { ApiKeySetting = null, Endpoint = new Uri("https://127.0.0.1:1") });
        await BatchSamples.FaultOfAsync(() => overHttps.GetAsync("batch_1", Cancelled));
        Assert.Equal(["https://cognitiveservices.azure.com/.default"], identity.Scopes);
    }

    /// <summary>Waits for nothing and adds up what it was to wait for.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public TimeSpan Waited { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited += dueTime;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class AskedIdentity : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
