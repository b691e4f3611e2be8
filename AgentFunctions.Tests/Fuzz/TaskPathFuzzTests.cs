using System.Text;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Any id in a path finds its own task or none, and cancelling ends what is open, once.</summary>
public sealed class TaskPathFuzzTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    private const int StoredTasks = 200;

    [Property(MaxTest = 2000, Arbitrary = [typeof(TaskPath), typeof(RequestHeaders)])]
    public async Task Any_id_finds_its_own_task_or_none(TaskPath path, RequestHeaders headers)
    {
        host.Api.CountCase();
        StoredState before = await StateAsync();
        string id = path.Of([.. before.Tasks.Select(t => t.Id.ToString())]);
        Answer answer = await host.Api.SendAsync(path.Method, $"tasks/{id}{path.Suffix}", body: null, headers.Values);
        StoredState after = await host.Api.ReadStateAsync();

        if (!path.IsStored)
        {
            Assert.Equal(404, answer.Status);
            after.AssertSame(before);
            return;
        }

        Assert.True(answer.Status is 200 or 202 or 304 or 410, $"{answer.Status}: {answer.Text}");
        string status = after.Tasks.Single(t => t.Id.ToString() == id).Status.ToString();
        if (path.Method == HttpMethod.Post)
        {
            Assert.Equal((200, "Cancelled"), (answer.Status, status));
            await host.Api.PostAsync($"tasks/{id}/cancel", Encoding.UTF8.GetBytes("{"));
            (await host.Api.ReadStateAsync()).AssertSame(after);
        }
        else
        {
            after.AssertSame(before);
        }
    }

    private async Task<StoredState> StateAsync()
    {
        StoredState state = await host.Api.ReadStateAsync();
        if (state.Tasks.Count == 0)
        {
            string batch = string.Join('\n', Enumerable.Repeat("""{"agent":"classify-ticket","input":{"text":"x"}}""", StoredTasks));
            await host.Api.PostAsync("tasks/batch", Encoding.UTF8.GetBytes(batch), ("Content-Type", "application/x-ndjson"));
        }

        return state.Tasks.Count == 0 ? await host.Api.ReadStateAsync() : state;
    }
}
