using System.Text;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Wire;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A smaller share of the cases on the whole host with workers, tables and blobs: what only real storage stumbles over.</summary>
public sealed class StorageFuzzTests(HostFixture host, FuzzCases cases) : IClassFixture<HostFixture>, IDisposable
{
    private readonly FuzzApi _api = new(new Uri(host.Client.BaseAddress!.AbsoluteUri.TrimEnd('/')), host.Services, cases);

    [Property(MaxTest = 300, Arbitrary = [typeof(TaskBody)])]
    public async Task Any_body_is_stored_as_given_or_refused_without_a_trace(TaskBody body)
    {
        _api.CountCase();
        StoredState before = await _api.ReadStateAsync();
        Answer answer = await _api.PostAsync("tasks", body.Bytes);
        if (answer.IsAccepted)
        {
            string id = answer.Json.GetProperty("id").GetString()!;
            Assert.Equal(SubmittedTask.InputOf(body.Bytes), await _api.ReadInputAsync(id));
            await EndAsync(id);
        }
        else
        {
            (await _api.ReadStateAsync()).AssertSameButForCallbacks(before);
        }
    }

    [Property(MaxTest = 150, Arbitrary = [typeof(FaultyTask)])]
    public async Task A_fault_in_a_field_is_refused_by_its_name(FaultyTask faulty)
    {
        _api.CountCase();
        Answer answer = await _api.PostAsync("tasks", faulty.Task.ToBytes());

        Assert.Equal(faulty.Status, answer.Status);
        Assert.Contains(faulty.Field, answer.Fields);
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(ListQueryText)])]
    public async Task Any_query_is_answered_or_refused(ListQueryText query)
    {
        _api.CountCase();
        Answer answer = await _api.GetAsync($"tasks?{query.Text}");
        Answer deadLetters = await _api.GetAsync($"dead-letters?{query.Text}");

        Assert.True(answer.Status is 200 or 400 && deadLetters.Status is 200 or 400);
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(ListedFilter)])]
    public async Task The_pages_hold_every_task_that_matches_once(ListedFilter filter)
    {
        _api.CountCase();
        IReadOnlyList<AgentTask> tasks = (await _api.ReadStateAsync()).Tasks;
        if (tasks.Count == 0)
        {
            Answer added = await _api.PostAsync("tasks", """{"agent":"classify-ticket","input":{"text":"x"}}"""u8.ToArray());
            await EndAsync(added.Json.GetProperty("id").GetString()!);
            tasks = (await _api.ReadStateAsync()).Tasks;
        }

        Assert.Equal(filter.Expect(tasks), await filter.ReadPagesAsync(_api, tasks));
    }

    // The most that intake takes, in letters that take the most room, and one more.
    [Theory]
    [InlineData("ä", 1, 0, 200)]
    [InlineData("😀", 2, 0, 200)]
    [InlineData("\\u0000", 1, 0, 200)]
    [InlineData("\\\"", 1, 0, 200)]
    [InlineData("ä", 1, 1, 400)]
    public async Task Metadata_up_to_its_limits_is_stored(string letter, int length, int beyond, int status)
    {
        string value = string.Concat(Enumerable.Repeat(letter, (IntakeLimits.MetadataLength - 2) / length));
        IEnumerable<string> entries = Enumerable.Range(0, IntakeLimits.MetadataTotal / IntakeLimits.MetadataLength).Select(i => $"\"{i:00}\":\"{value}{new string('x', beyond)}\"");
        string body = $$$"""{"agent":"classify-ticket","input":{"text":"x"},"metadata":{{{{string.Join(',', entries)}}}}}""";
        Answer answer = await _api.PostAsync("tasks", Encoding.UTF8.GetBytes(body), ("Prefer", "wait=20"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 400, answer.Fields.Contains("metadata"));
    }

    public void Dispose() => _api.Dispose();

    // A task that is over changes no more once its worker has booked the call that was cut off, so that the next case starts from a state at rest.
    private async Task EndAsync(string id)
    {
        Answer cancelled = await _api.PostAsync($"tasks/{id}/cancel", []);
        Assert.True(cancelled.Status is 200 or 409, cancelled.Text);
        await _api.UntilIdleAsync();
    }
}
