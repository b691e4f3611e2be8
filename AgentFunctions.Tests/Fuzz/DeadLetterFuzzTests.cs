using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>The dead letters answer any question, and no body redrives what is not set aside.</summary>
public sealed class DeadLetterFuzzTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    [Property(MaxTest = 1000, Arbitrary = [typeof(RedriveBody)])]
    public async Task Any_redrive_is_done_or_refused(RedriveBody body)
    {
        host.Api.CountCase();
        StoredState before = await StateAsync();
        Answer answer = await host.Api.PostAsync("dead-letters/redrive", body.Bytes);

        Assert.True(answer.Status is 200 or 400, answer.Text);
        (await host.Api.ReadStateAsync()).AssertSame(before);
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(ListQueryText)])]
    public async Task Any_query_is_answered_or_refused(ListQueryText query)
    {
        host.Api.CountCase();
        Answer answer = await host.Api.GetAsync($"dead-letters?{query.Text}");

        Assert.True(answer.Status is 200 or 400, answer.Text);
    }

    // One task that waits, so that there is something that a redrive must leave alone.
    private async Task<StoredState> StateAsync()
    {
        StoredState state = await host.Api.ReadStateAsync();
        if (state.Tasks.Count > 0)
        {
            return state;
        }

        await host.Api.PostAsync("tasks", """{"agent":"classify-ticket","input":{"text":"x"}}"""u8.ToArray());
        return await host.Api.ReadStateAsync();
    }
}
