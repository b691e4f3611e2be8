using System.Text;
using System.Text.Json;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>POST /tasks/batch gives each item its own outcome, whatever the others are.</summary>
public sealed class BatchFuzzTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    [Property(MaxTest = 1000, Arbitrary = [typeof(BatchBody)])]
    public async Task Any_batch_is_taken_in_item_by_item_or_refused_without_a_trace(BatchBody batch)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.PostAsync("tasks/batch", batch.Bytes, ("Content-Type", batch.ContentType));
        if (answer.Status != 202)
        {
            (await host.Api.ReadStateAsync()).AssertSame(before);
            return;
        }

        JsonElement[] outcomes = [.. answer.Json.GetProperty("items").EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, outcomes.Length), outcomes.Select(o => o.GetProperty("index").GetInt32()));
        string[] ids = [.. outcomes.Where(IsAccepted).Select(o => o.GetProperty("id").GetString()!)];
        Assert.Equal((ids.Length, outcomes.Length - ids.Length), (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("refused").GetInt32()));
        Assert.All(outcomes.Where(o => !IsAccepted(o)), o => Answer.AssertProblem(o.GetProperty("problem"), o.GetProperty("status").GetInt32()));
        (await host.Api.ReadStateAsync()).AssertAdded(before, ids);
        if (batch.Items is not null)
        {
            await AssertInputsAsync(batch.Items, outcomes);
        }
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(TaskBody)])]
    public async Task An_item_gets_the_status_in_a_batch_that_it_gets_alone(TaskBody body)
    {
        host.Api.CountCase();
        Answer alone = await host.Api.PostAsync("tasks", body.Bytes);

        // A line break ends the item, and a blank one is none.
        byte[] line = [.. body.Bytes.Select(b => b == '\n' ? (byte)' ' : b)];
        byte[] good = Encoding.UTF8.GetBytes("{\"agent\":\"classify-ticket\",\"input\":{\"text\":\"x\"}}\n");
        Answer batch = await host.Api.PostAsync("tasks/batch", [.. good, .. line, (byte)'\n', .. good], ("Content-Type", "application/x-ndjson"));
        JsonElement[] items = [.. batch.Json.GetProperty("items").EnumerateArray()];

        Assert.Equal(202, batch.Status);
        if (items.Length == 3 && line.AsSpan().SequenceEqual(body.Bytes))
        {
            Assert.Equal([202, alone.Status, 202], items.Select(i => i.GetProperty("status").GetInt32()));
        }
    }

    [Fact]
    public async Task A_batch_of_many_megabytes_is_taken_in()
    {
        string item = $$$"""{"agent":"classify-ticket","input":{"text":"{{{new string('x', 900_000)}}}"}}""";
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.PostAsync("tasks/batch", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(item, 30))}]"));

        Assert.Equal(202, answer.Status);
        Assert.Equal(before.Tasks.Count + 30, (await host.Api.ReadStateAsync()).Tasks.Count);
    }

    private static bool IsAccepted(JsonElement outcome) => outcome.TryGetProperty("id", out _);

    private async Task AssertInputsAsync(IReadOnlyList<string> items, JsonElement[] outcomes)
    {
        Assert.Equal(items.Count, outcomes.Length);
        foreach ((string item, JsonElement outcome) in items.Zip(outcomes).Where(o => IsAccepted(o.Second)))
        {
            Assert.Equal(SubmittedTask.InputOf(Encoding.UTF8.GetBytes(item)), await host.Api.ReadInputAsync(outcome.GetProperty("id").GetString()!));
        }
    }
}
