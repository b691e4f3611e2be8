using AgentFunctions.Models.Batches;
using AgentFunctions.Models.Batches.Files;
using AgentFunctions.Tests.Models.Batches.Servers;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class BatchInputTests : IAsyncLifetime
{
    private readonly FileBatchServer _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(BatchApi.OpenAI)]
    [InlineData(BatchApi.Anthropic)]
    public async Task What_no_batch_takes_is_refused_before_anything_is_sent(BatchApi api)
    {
        IBatchProvider provider = BatchSamples.Provider(BatchSamples.Model(_server.Endpoint, api));
        BatchRequest good = BatchSamples.Request("a");
        (string Problem, BatchRequest[] Requests)[] cases =
        [
            ("at least one request", []),
            ("'a b': its id must be 1 to 64", [good with { CustomId = "a b" }]),
            ("its id must be", [good with { CustomId = "a\n" }]),
            ("its id must be", [good with { CustomId = new string('a', 65) }]),
            ("its id is used twice", [good, good]),
            ("it needs MaxOutputTokens", [good with { Options = new ChatOptions() }]),
            ("it has tools", [good with { Options = new ChatOptions { MaxOutputTokens = 1, Tools = [AIFunctionFactory.Create(() => 1, "t")] } }]),
            ("no user message", [good with { Messages = [new ChatMessage(ChatRole.System, "s")] }]),
            ("not of text", [good with { Messages = [new ChatMessage(ChatRole.User, [new UriContent("http://x.example/a.png", "image/png")])] }]),
            ("not of system, user or assistant", [good with { Messages = [new ChatMessage(ChatRole.User, "u"), new ChatMessage(ChatRole.Tool, "t")] }]),
        ];
        foreach ((string problem, BatchRequest[] requests) in cases)
        {
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => provider.SubmitAsync("x", requests, Cancelled));
            Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => provider.SubmitAsync(string.Empty, [good], Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => provider.SubmitAsync(new string('x', 257), [good], Cancelled));
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData(BatchApi.OpenAI, 50_000, 200_000_000)]
    [InlineData(BatchApi.Anthropic, 100_000, 256_000_000)]
    public async Task More_requests_than_a_batch_holds_are_refused_with_how_many_it_does(BatchApi api, int requests, long bytes)
    {
        IBatchProvider provider = BatchSamples.Provider(BatchSamples.Model(_server.Endpoint, api));
        BatchRequest one = BatchSamples.Request("a");

        BatchTooLargeException refused = await Assert.ThrowsAsync<BatchTooLargeException>(
            () => provider.SubmitAsync("x", [.. Enumerable.Range(0, requests + 1).Select(i => one with { CustomId = $"r{i}" })], Cancelled));

        Assert.Equal((new BatchLimits(requests, bytes), requests), (provider.Limits, refused.Fitting));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_file_that_grows_too_large_is_refused_with_how_many_requests_fit()
    {
        ChatLines lines = new(BatchSamples.Model(_server.Endpoint), "m");
        long two = (await lines.WriteAsync(BatchSamples.Requests("a", "b"), new BatchLimits(9, 1_000_000), Cancelled)).Length;

        Assert.Equal(two, (await lines.WriteAsync(BatchSamples.Requests("a", "b"), new BatchLimits(9, two), Cancelled)).Length);
        Assert.Equal(2, (await Assert.ThrowsAsync<BatchTooLargeException>(() => lines.WriteAsync(BatchSamples.Requests("a", "b", "c"), new BatchLimits(9, two), Cancelled))).Fitting);
    }

    [Fact]
    public void A_model_without_a_batch_api_has_no_batch_client()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => BatchSamples.Provider(BatchSamples.Model(_server.Endpoint) with { Batch = null }));

        Assert.StartsWith("Model 'm' has no batch API in the catalogue.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_key_is_missing_has_no_batch_client() =>
        Assert.Throws<AgentFunctions.Models.ModelSettingException>(() => BatchSamples.Provider(BatchSamples.Model(_server.Endpoint) with { ApiKeySetting = "OTHER" }));
}
