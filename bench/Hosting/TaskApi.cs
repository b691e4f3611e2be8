using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Bench.Hosting;

/// <summary>A task as the API tells it, as far as it is measured.</summary>
internal sealed record MeasuredTask(string Id, string Status, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <summary>Submits no-op tasks and reads what became of them.</summary>
internal sealed class TaskApi(HttpClient client)
{
    private const int PageSize = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Posts a batch; returns the ids.</summary>
    /// <exception cref="InvalidOperationException">Not every task was accepted.</exception>
    public async Task<IReadOnlyList<string>> SubmitBatchAsync(int count, CancellationToken cancellationToken)
    {
        StringBuilder body = new();
        for (int i = 0; i < count; i++)
        {
            body.Append(Body(i)).Append('\n');
        }

        using StringContent content = new(body.ToString(), Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage response = await client.PostAsync(new Uri("tasks/batch", UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        int accepted = answer.RootElement.GetProperty("accepted").GetInt32();
        return accepted == count
            ? [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)]
            : throw new InvalidOperationException($"{accepted} of {count} tasks of a batch were accepted.");
    }

    /// <summary>Posts one task; returns its id.</summary>
    public async Task<string> SubmitAsync(int number, CancellationToken cancellationToken) => (await SubmitAsync(Body(number), cancellationToken).ConfigureAwait(false)).Id;

    /// <summary>Posts one task; returns it as the answer has it.</summary>
    public async Task<MeasuredTask> SubmitAsync(string body, CancellationToken cancellationToken)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri("tasks", UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<MeasuredTask>(Json, cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<MeasuredTask> GetAsync(string id, CancellationToken cancellationToken) =>
        (await client.GetFromJsonAsync<MeasuredTask>(new Uri($"tasks/{id}", UriKind.Relative), Json, cancellationToken).ConfigureAwait(false))!;

    /// <summary>All tasks created since a moment.</summary>
    public async Task<IReadOnlyList<MeasuredTask>> ListAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        List<MeasuredTask> tasks = [];
        string? after = null;
        do
        {
            string query = $"tasks?limit={PageSize}&from={Uri.EscapeDataString(from.UtcDateTime.ToString("O"))}{(after is null ? string.Empty : $"&after={after}")}";
            TaskList page = (await client.GetFromJsonAsync<TaskList>(new Uri(query, UriKind.Relative), Json, cancellationToken).ConfigureAwait(false))!;
            tasks.AddRange(page.Tasks);
            after = page.Next;
        }
        while (after is not null);
        return tasks;
    }

    private static string Body(int number) => $$$"""{"agent":"noop","input":{"n":{{{number}}}},"cache":{"use":false}}""";

    private sealed record TaskList(IReadOnlyList<MeasuredTask> Tasks, string? Next);
}
