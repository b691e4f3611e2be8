using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Models.Batches;
using AgentFunctions.Tests.Models.Batches.Servers;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class MessageBatchesTests : IAsyncLifetime
{
    private readonly MessageBatchServer _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_batch_is_submitted_followed_and_read_with_its_answers_in_any_order()
    {
        IBatchProvider provider = Provider();
        BatchSubmission submission = await provider.SubmitAsync("x", BatchSamples.Requests("a", "b"), Cancelled);

        Assert.Equal(TimeSpan.FromDays(1), submission.ExpiresAt - submission.CreatedAt);
        Assert.Equal(new BatchProgress.Running(new BatchCounts(2, 0, 0)), await provider.GetAsync(submission.BatchId, Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => provider.ResultsAsync(submission.BatchId));

        _server.End(submission.BatchId, $"{Answer("b", "two")}\n{Answer("a", "one", read: 30, written: 5)}\n", 2);

        Assert.Equal(new BatchProgress.Ended(new BatchCounts(2, 2, 0)), await provider.GetAsync(submission.BatchId, Cancelled));
        Assert.Equal(
            [
                new BatchResult.Answered("b", "two", new TokenUsage(100, 0, 20, false), ChatFinishReason.Stop),
                new BatchResult.Answered("a", "one", new TokenUsage(135, 30, 20, false), ChatFinishReason.Stop),
            ],
            await provider.ResultsAsync(submission.BatchId));
    }

    [Fact]
    public async Task A_request_carries_instructions_length_shape_and_effort()
    {
        BatchSubmission submission = await Provider().SubmitAsync("x", BatchSamples.Requests("a"), Cancelled);

        JsonNode expected = JsonNode.Parse(
            """
            {
              "custom_id": "a",
              "params": {
                "model": "claude-test", "max_tokens": 100, "system": "Sort by kind.",
                "messages": [{ "role": "user", "content": "Ünïcode 漢字\nof two lines" }],
                "output_config": {
                  "effort": "low",
                  "format": { "type": "json_schema", "schema": {
                    "type": "object", "additionalProperties": false, "required": ["kind"],
                    "properties": { "kind": { "type": "string", "description": "{maxLength: 20}" } } } }
                }
              }
            }
            """)!;
        JsonObject sent = Assert.Single(_server.Sent(submission.BatchId));
        Assert.True(JsonNode.DeepEquals(expected, sent), sent.ToJsonString());
    }

    [Fact]
    public async Task Requests_that_failed_expired_or_were_cancelled_are_told_apart()
    {
        IBatchProvider provider = Provider();
        string id = (await provider.SubmitAsync("x", BatchSamples.Requests("a", "b", "c", "d", "e"), Cancelled)).BatchId;
        await provider.CancelAsync(id, Cancelled);
        Assert.IsType<BatchProgress.Running>(await provider.GetAsync(id, Cancelled));
        _server.End(
            id,
            string.Join('\n', Errored("a", "invalid_request_error"), Errored("b", "rate_limit_error"), Errored("c", "api_error"), Ended("d", "expired"), Ended("e", "canceled")),
            0, 3, 1, 1);

        Assert.Equal(new BatchProgress.Cancelled(new BatchCounts(5, 0, 3)), await provider.GetAsync(id, Cancelled));
        BatchResult[] results = await provider.ResultsAsync(id);
        Assert.Equal(
            [(false, false, "invalid_request_error: why"), (true, true, "rate_limit_error: why"), (true, false, "api_error: why")],
            results.OfType<BatchResult.Failed>().Select(f => (f.Fault.Transient, f.Fault.Throttled, f.Fault.Error.Message)));
        Assert.Equal([new BatchResult.Expired("d"), new BatchResult.Cancelled("e")], results[3..]);
    }

    [Fact]
    public async Task A_batch_of_which_requests_expired_has_expired()
    {
        string id = (await Provider().SubmitAsync("x", BatchSamples.Requests("a", "b"), Cancelled)).BatchId;
        _server.End(id, $"{Answer("a", "one")}\n{Ended("b", "expired")}", 1, 0, 0, 1);

        Assert.Equal(new BatchProgress.Expired(new BatchCounts(2, 1, 0)), await Provider().GetAsync(id, Cancelled));
    }

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("refusal", "content_filter")]
    [InlineData("stop_sequence", "stop")]
    public async Task An_answer_that_was_cut_off_or_declined_says_so(string reason, string expected)
    {
        string id = (await Provider().SubmitAsync("x", BatchSamples.Requests("a"), Cancelled)).BatchId;
        _server.End(id, Answer("a", "{\"ki", reason: reason), 1);

        Assert.Equal(new ChatFinishReason(expected), Assert.IsType<BatchResult.Answered>(Assert.Single(await Provider().ResultsAsync(id))).FinishReason);
    }

    [Fact]
    public async Task Broken_lines_are_reported_and_cost_nobody_else_a_result()
    {
        string id = (await Provider().SubmitAsync("x", BatchSamples.Requests("a", "b"), Cancelled)).BatchId;
        _server.End(id, $"{{\"custom_id\": \"a\", \"res\n\n{{\"custom_id\": \"b\", \"result\": 3}}\r\n{Answer("c", "never asked for")}", 3);

        BatchResult[] results = await Provider().ResultsAsync(id);

        Assert.Equal(1, Assert.IsType<BatchResult.Unreadable>(results[0]).Line);
        Assert.True(Assert.IsType<BatchResult.Failed>(results[1]) is { CustomId: "b", Fault.Transient: true });
        Assert.Equal("c", Assert.IsType<BatchResult.Answered>(results[2]).CustomId);
    }

    [Fact]
    public async Task A_throttled_call_says_when_to_come_back()
    {
        _server.Faults.Enqueue((429, "12", """{"type": "error", "error": {"type": "rate_limit_error", "message": "Too many."}}"""));

        ModelFault fault = await BatchSamples.FaultOfAsync(() => Provider().SubmitAsync("x", BatchSamples.Requests("a"), Cancelled));

        Assert.Equal((true, TimeSpan.FromSeconds(12), "HTTP 429: rate_limit_error: Too many."), (fault.Throttled, fault.RetryAfter, fault.Error.Message));
    }

    [Fact]
    public async Task A_submission_cannot_be_found_again_and_the_client_says_so()
    {
        await Provider().SubmitAsync("mine", BatchSamples.Requests("a"), Cancelled);

        Assert.False(Provider().CanFind);
        Assert.Null(await Provider().FindAsync("mine", Cancelled));
    }

    [Fact]
    public async Task A_batch_that_is_not_there_is_a_fault_for_good() =>
        Assert.False((await BatchSamples.FaultOfAsync(() => Provider().GetAsync("msgbatch_9/../x", Cancelled))).Transient);

    private static string Answer(string customId, string text, long read = 0, long written = 0, string reason = "end_turn") => JsonSerializer.Serialize(new
    {
        custom_id = customId,
        result = new
        {
            type = "succeeded",
            message = new
            {
                id = "msg_1",
                type = "message",
                role = "assistant",
                model = "claude-test",
                content = new object[] { new { type = "thinking", thinking = "hm" }, new { type = "text", text } },
                stop_reason = reason,
                usage = new { input_tokens = 100, cache_creation_input_tokens = written, cache_read_input_tokens = read, output_tokens = 20, service_tier = "batch" },
            },
        },
    });

    private static string Errored(string customId, string type) =>
        JsonSerializer.Serialize(new { custom_id = customId, result = new { type = "errored", error = new { type = "error", error = new { type, message = "why" }, request_id = "req_1" } } });

    private static string Ended(string customId, string type) => JsonSerializer.Serialize(new { custom_id = customId, result = new { type } });

    private IBatchProvider Provider() => BatchSamples.Provider(BatchSamples.Model(_server.Endpoint, BatchApi.Anthropic));
}
