using System.Globalization;
using AgentFunctions.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A filter of GET /tasks that is good, and what it must find.</summary>
/// <param name="From">Milliseconds after the first stored task; far outside for years of long ago or to come.</param>
/// <param name="To">Likewise.</param>
public sealed record ListedFilter(IReadOnlyList<AgentTaskStatus> Statuses, string? Agent, long? From, long? To, int Limit)
{
    private const long Century = 100L * 365 * 24 * 3600 * 1000;

    public static Arbitrary<ListedFilter> Arbitrary() =>
        (from statuses in Gen.SubListOf(Enum.GetValues<AgentTaskStatus>())
         from agent in Gen.Elements(null, null, "classify-ticket", "extract-invoice", "nobody", "it's \"q\" ü")
         from low in Moments
         from high in Moments
         from limit in Gen.Elements(1, 3, 7, 1000)
         select new ListedFilter([.. statuses], agent, low, high, limit)).ToArbitrary();

    /// <summary>Ids of the tasks that match, in the order of their text.</summary>
    public IEnumerable<string> Expect(IReadOnlyList<AgentTask> tasks) => tasks
        .Where(t => (Statuses.Count == 0 || Statuses.Contains(t.Status)) && (Agent is null || t.Agent == Agent)
            && (From is null || t.CreatedAt >= Moment(tasks, From)) && (To is null || t.CreatedAt < Moment(tasks, To)))
        .Select(t => t.Id.ToString())
        .Order(StringComparer.Ordinal);

    /// <summary>Ids of the tasks on all pages, in the order of their text.</summary>
    internal async Task<IEnumerable<string>> ReadPagesAsync(FuzzApi api, IReadOnlyList<AgentTask> tasks)
    {
        List<string> ids = [];
        string? after = null;
        do
        {
            Answer answer = await api.GetAsync($"tasks?{Query(tasks)}&after={after}");
            Assert.Equal(200, answer.Status);
            string[] page = [.. answer.Json.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!)];
            Assert.InRange(page.Length, 0, Limit);
            ids.AddRange(page);
            after = answer.Json.TryGetProperty("next", out System.Text.Json.JsonElement next) ? next.GetString() : null;
        }
        while (after is not null);

        return ids.Order(StringComparer.Ordinal);
    }

    /// <summary>Whether both ask for the same tasks, whatever the size of a page.</summary>
    public bool IsSameListAs(ListedFilter other) => Statuses.ToHashSet().SetEquals(other.Statuses) && (Agent, From, To) == (other.Agent, other.From, other.To);

    /// <summary>The filter as it goes over the wire.</summary>
    internal string Query(IReadOnlyList<AgentTask> tasks) => string.Join('&', [
        $"limit={Limit.ToString(CultureInfo.InvariantCulture)}",
        $"status={string.Join(',', Statuses.Select(s => char.ToLowerInvariant(s.ToString()[0]) + s.ToString()[1..]))}",
        $"agent={Uri.EscapeDataString(Agent ?? string.Empty)}",
        $"from={Text(tasks, From)}",
        $"to={Text(tasks, To)}"]);

    private static Gen<long?> Moments => Gen.Frequency(
        (3, Gen.Constant<long?>(null)),
        (4, Gen.Choose(-50, 300).Select(ms => (long?)ms)),
        (1, Gen.Elements<long?>(-Century, -3 * Century, Century, 70 * Century)));

    private static DateTimeOffset? Moment(IReadOnlyList<AgentTask> tasks, long? milliseconds) =>
        milliseconds is { } after ? tasks.Min(t => t.CreatedAt).AddMilliseconds(after) : null;

    private static string? Text(IReadOnlyList<AgentTask> tasks, long? milliseconds) =>
        Moment(tasks, milliseconds)?.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
