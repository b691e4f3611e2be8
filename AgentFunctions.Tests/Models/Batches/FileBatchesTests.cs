using System.Text.Json.Nodes;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Models.Batches.Servers;
using AgentFunctions.Tests.Telemetry;
using Azure.Identity;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class FileBatchesTests : IAsyncLifetime
{
    private readonly FileBatchServer _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_batch_is_submitted_followed_and_read_with_its_answers_in_any_order()
    {
        IBatchProvider provider = Provider();
        BatchSubmission submission = await provider.SubmitAsync("submission-1", BatchSamples.Requests("a", "b"), Cancelled);

        Assert.Equal(TimeSpan.FromDays(1), submission.ExpiresAt - submission.CreatedAt);
        Assert.Equal(new BatchProgress.Running(new BatchCounts(0, 0, 0)), await provider.GetAsync(submission.BatchId, Cancelled));
        Assert.Equal(["a", "b"], _server.Lines(submission.BatchId).Select(l => (string)l["custom_id"]!));

        _server.End(submission.BatchId, "completed", output: [OutputLines.Answer("b", "two"), OutputLines.Answer("a", "one", cached: 30)]);

        Assert.Equal(new BatchProgress.Ended(new BatchCounts(2, 2, 0)), await provider.GetAsync(submission.BatchId, Cancelled));
        Assert.Equal(
            [
                new BatchResult.Answered("b", "two", new TokenUsage(100, 0, 20, false), ChatFinishReason.Stop),
                new BatchResult.Answered("a", "one", new TokenUsage(100, 30, 20, false), ChatFinishReason.Stop),
            ],
            await provider.ResultsAsync(submission.BatchId));
    }

    [Fact]
    public async Task A_batched_request_has_the_body_of_a_direct_one()
    {
        using LoopbackModel direct = new();
        direct.WillAnswer("{}");
        BatchRequest request = BatchSamples.Request("a");
        request.Options.AdditionalProperties = new() { ["prompt_cache_key"] = "shared" };
        ModelDefinition model = BatchSamples.Model(_server.Endpoint) with { PromptCacheKey = true };
        using ChatClients clients = new(BatchSamples.Settings(), new DefaultAzureCredential());
        await clients.For(model with { Endpoint = direct.Endpoint }).GetResponseAsync(request.Messages, request.Options.Clone(), Cancelled);

        BatchSubmission submission = await BatchSamples.Provider(model).SubmitAsync("same", [request], Cancelled);

        JsonNode batched = Assert.Single(_server.Lines(submission.BatchId))["body"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Assert.Single(direct.Bodies)), batched), batched.ToJsonString());
        Assert.Equal("shared", (string?)batched["prompt_cache_key"]);
        Assert.Equal("low", (string?)batched["reasoning_effort"]);
    }

    [Fact]
    public async Task Requests_that_failed_are_told_apart_by_whether_they_are_worth_another_try()
    {
        string id = await EndedAsync(
            "completed",
            output: [OutputLines.Answer("a", "one")],
            errors:
            [
                OutputLines.Status("b", 400, "invalid_request_error", "too long"), OutputLines.Status("c", 429, "rate_limit_error", "slow down"),
                OutputLines.Status("d", 500, "server_error", "oops"), OutputLines.Error("e", "request_timeout", "took too long"),
            ]);

        BatchResult[] results = await Provider().ResultsAsync(id);

        Assert.IsType<BatchResult.Answered>(results[0]);
        Assert.Equal(
            [
                new ModelFault(new TaskError(TaskError.ModelRejected, "HTTP 400: invalid_request_error: too long"), Transient: false),
                new ModelFault(new TaskError(TaskError.ModelUnavailable, "HTTP 429: rate_limit_error: slow down"), Transient: true, Throttled: true),
                new ModelFault(new TaskError(TaskError.ModelUnavailable, "HTTP 500: server_error: oops"), Transient: true),
                new ModelFault(new TaskError(TaskError.ModelUnavailable, "request_timeout: took too long"), Transient: true),
            ],
            results.OfType<BatchResult.Failed>().Select(f => f.Fault));
    }

    [Fact]
    public async Task A_batch_that_expired_keeps_what_was_answered()
    {
        string id = await EndedAsync("expired", output: [OutputLines.Answer("a", "one")], errors: [OutputLines.Error("b", "batch_expired", "This request could not be executed in time.")]);

        Assert.Equal(new BatchProgress.Expired(new BatchCounts(5, 1, 1)), await Provider().GetAsync(id, Cancelled));
        Assert.Equal(new BatchResult.Expired("b"), (await Provider().ResultsAsync(id))[1]);
    }

    [Fact]
    public async Task A_cancelled_batch_runs_until_the_provider_has_stopped_it()
    {
        IBatchProvider provider = Provider();
        string id = (await provider.SubmitAsync("x", BatchSamples.Requests("a", "b"), Cancelled)).BatchId;

        await provider.CancelAsync(id, Cancelled);
        Assert.IsType<BatchProgress.Running>(await provider.GetAsync(id, Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => provider.ResultsAsync(id));

        _server.End(id, "cancelled", errors: [OutputLines.Error("a", "batch_cancelled", "cancelled"), OutputLines.Error("b", "batch_cancelled", "cancelled")]);
        Assert.IsType<BatchProgress.Cancelled>(await provider.GetAsync(id, Cancelled));
        Assert.Equal([new BatchResult.Cancelled("a"), new BatchResult.Cancelled("b")], await provider.ResultsAsync(id));
        Assert.False((await BatchSamples.FaultOfAsync(() => provider.CancelAsync(id, Cancelled))).Transient);
    }

    [Fact]
    public async Task A_batch_that_is_refused_as_a_whole_says_why()
    {
        IBatchProvider provider = BatchSamples.Provider(BatchSamples.Model(_server.Endpoint) with { Deployment = "refused" });
        string id = (await provider.SubmitAsync("x", BatchSamples.Requests("a"), Cancelled)).BatchId;

        Assert.Equal(
            new BatchProgress.Failed("line 1: invalid_json_line: The model 'refused' is not available for batches."), await provider.GetAsync(id, Cancelled));
        Assert.Empty(await provider.ResultsAsync(id));
    }

    [Fact]
    public async Task Broken_lines_are_reported_and_cost_nobody_else_a_result()
    {
        string id = await EndedAsync(
            "completed",
            output:
            [
                OutputLines.Answer("a", "one"), """{"custom_id": "b", "response": {"status_code": 200, "bo""", string.Empty, "[1]", """{"response": null}""",
                """{"custom_id": "c", "response": {"status_code": 200, "body": {"choices": []}}}""", """{"custom_id": "d"}""", OutputLines.Answer("never-asked", "two"), OutputLines.Answer("e", "three"),
            ]);

        BatchResult[] results = await Provider().ResultsAsync(id);

        Assert.Equal(
            [
                "Answered a", "Unreadable 2", "Unreadable 4", "Unreadable 5", "Failed c", "Failed d", "Answered never-asked", "Answered e",
            ],
            results.Select(r => r switch
            {
                BatchResult.Answered answered => $"Answered {answered.CustomId}",
                BatchResult.Failed { Fault.Transient: true } failed => $"Failed {failed.CustomId}",
                BatchResult.Unreadable unreadable => $"Unreadable {unreadable.Line}",
                _ => r.ToString(),
            }));
    }

    [Fact]
    public async Task Results_are_handed_on_while_the_rest_of_the_file_is_still_on_its_way()
    {
        string id = await EndedAsync("completed", output: [OutputLines.Answer("a", "one"), OutputLines.Answer("b", "two")]);
        _server.AfterFirstLine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        int read = 0;
        await foreach (BatchResult result in Provider().ResultsAsync(id, Cancelled))
        {
            Assert.IsType<BatchResult.Answered>(result);
            read++;
            _server.AfterFirstLine.TrySetResult();
        }

        Assert.Equal(2, read);
    }

    [Theory]
    [InlineData("length", null, "length")]
    [InlineData("content_filter", null, "content_filter")]
    [InlineData("stop", "I cannot help with that.", "content_filter")]
    public async Task An_answer_that_was_cut_off_or_declined_says_so_and_what_it_took(string reason, string? refusal, string expected)
    {
        string id = await EndedAsync("completed", output: [OutputLines.Answer("a", refusal is null ? "{\"ki" : null, reason: reason, refusal: refusal)]);

        BatchResult.Answered answered = Assert.IsType<BatchResult.Answered>(Assert.Single(await Provider().ResultsAsync(id)));
        Assert.Equal((new ChatFinishReason(expected), 20L), (answered.FinishReason, answered.Usage!.Value.Output));
    }

    [Fact]
    public async Task A_throttled_call_says_when_to_come_back_and_is_not_tried_again_here()
    {
        _server.Faults.Enqueue((429, "37", """{"error": {"message": "Enqueued token limit reached.", "code": "token_limit_exceeded"}}"""));

        ModelFault fault = await BatchSamples.FaultOfAsync(() => Provider().SubmitAsync("x", BatchSamples.Requests("a"), Cancelled));

        Assert.Equal((true, true, TimeSpan.FromSeconds(37)), (fault.Transient, fault.Throttled, fault.RetryAfter));
        Assert.Equal("HTTP 429: token_limit_exceeded: Enqueued token limit reached.", fault.Error.Message);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(200, "<html>", true)]
    [InlineData(200, """{"object": "file"}""", true)]
    [InlineData(503, "busy", true)]
    [InlineData(401, """{"error": {"message": "no"}}""", false)]
    public async Task Answers_that_are_of_no_use_are_faults(int status, string body, bool isTransient)
    {
        _server.Faults.Enqueue((status, null, body));

        Assert.Equal(isTransient, (await BatchSamples.FaultOfAsync(() => Provider().SubmitAsync("x", BatchSamples.Requests("a"), Cancelled))).Transient);
    }

    [Fact]
    public async Task A_submission_is_found_again_among_others_over_several_pages_as_long_as_it_is_young()
    {
        IBatchProvider provider = Provider();
        BatchSubmission submission = await provider.SubmitAsync("mine", BatchSamples.Requests("a"), Cancelled);
        for (int other = 0; other < 130; other++)
        {
            await provider.SubmitAsync($"other-{other}", BatchSamples.Requests("a"), Cancelled);
        }

        _server.Requests.Clear();
        Assert.Equal(submission, await provider.FindAsync("mine", Cancelled));
        Assert.Equal(["GET /v1/batches?limit=100", "GET /v1/batches?limit=100&after=batch_32"], _server.Requests);
        Assert.Null(await provider.FindAsync("nobody's", Cancelled));

        _server.Batch(submission.BatchId)["created_at"] = _server.Now - 700_000;
        Assert.Null(await provider.FindAsync("mine", Cancelled));
    }

    private IBatchProvider Provider() => BatchSamples.Provider(BatchSamples.Model(_server.Endpoint));

    private async Task<string> EndedAsync(string status, IReadOnlyCollection<string>? output = null, IReadOnlyCollection<string>? errors = null)
    {
        string id = (await Provider().SubmitAsync("x", BatchSamples.Requests("a", "b", "c", "d", "e"), Cancelled)).BatchId;
        _server.End(id, status, output, errors);
        return id;
    }
}
