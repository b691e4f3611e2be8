using System.Text;
using System.Text.Json;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>GET /tasks answers any query with exactly the tasks that match, or says which filter is wrong.</summary>
public sealed class ListFuzzTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    private const int StoredTasks = 40;

    [Property(MaxTest = 3000, Arbitrary = [typeof(ListQueryText)])]
    public async Task Any_query_is_answered_or_refused_by_the_name_of_its_filter(ListQueryText query)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.GetAsync($"tasks?{query.Text}");

        Assert.True(answer.Status is 200 or 400, $"{answer.Status}: {answer.Text}");
        (await host.Api.ReadStateAsync()).AssertSame(before);
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(ListedFilter)])]
    public async Task The_pages_hold_every_task_that_matches_once(ListedFilter filter)
    {
        host.Api.CountCase();
        StoredState state = await StateAsync();

        Assert.Equal(filter.Expect(state.Tasks), await filter.ReadPagesAsync(host.Api, state.Tasks));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(ListedFilter)])]
    public async Task A_token_is_taken_with_its_own_filters_and_no_others(ListedFilter first, ListedFilter second)
    {
        StoredState state = await StateAsync();
        Answer page = await host.Api.GetAsync($"tasks?{(first with { Limit = 1 }).Query(state.Tasks)}");
        if (!page.Json.TryGetProperty("next", out JsonElement next))
        {
            return;
        }

        host.Api.CountCase();
        foreach (ListedFilter filter in new[] { first, second })
        {
            Answer answer = await host.Api.GetAsync($"tasks?{filter.Query(state.Tasks)}&after={next.GetString()}");

            Assert.Equal(first.IsSameListAs(filter) ? 200 : 400, answer.Status);
            Assert.Equal(first.IsSameListAs(filter) ? [] : ["after"], answer.Fields);
        }
    }

    // Tasks in several states, which there are once for all cases.
    private async Task<StoredState> StateAsync()
    {
        StoredState state = await host.Api.ReadStateAsync();
        for (int i = state.Tasks.Count; i < StoredTasks; i++)
        {
            string agent = i % 2 == 0 ? "classify-ticket" : "extract-invoice";
            Answer added = await host.Api.PostAsync("tasks", Encoding.UTF8.GetBytes($$$"""{"agent":"{{{agent}}}","input":{"text":"x"}}"""));
            if (i % 3 == 0)
            {
                await host.Api.PostAsync($"tasks/{added.Json.GetProperty("id").GetString()}/cancel", []);
            }
        }

        return await host.Api.ReadStateAsync();
    }
}
