using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>What must hold after a task was submitted.</summary>
internal static class SubmittedTask
{
    /// <summary>The input as the client wrote it.</summary>
    public static string InputOf(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("input").GetRawText();
    }

    public static async Task AssertStoredOrRefusedAsync(FuzzApi api, StoredState before, byte[] body, Answer answer)
    {
        StoredState after = await api.ReadStateAsync();
        if (!answer.IsAccepted)
        {
            after.AssertSame(before);
            return;
        }

        string id = answer.Json.GetProperty("id").GetString()!;
        after.AssertAdded(before, id);
        Assert.Equal(InputOf(body), await api.ReadInputAsync(id));
        Answer found = await api.GetAsync($"tasks/{id}");
        Assert.Equal((200, id), (found.Status, found.Json.GetProperty("id").GetString()));
        AssertSays(body, found.Json);
    }

    /// <summary>The task shows what the client said about it.</summary>
    private static void AssertSays(byte[] body, JsonElement task)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement said = document.RootElement;
        Assert.Equal(said.GetProperty("agent").GetString(), task.GetProperty("agent").GetString());
        Assert.Equal(Given(said, "lane")?.GetString() ?? "standard", task.GetProperty("lane").GetString());
        Assert.Equal(Moment(said, "deadline"), Moment(task, "deadline"));
        Assert.Equal(Moment(said, "notBefore"), Moment(task, "notBefore"));
        Assert.Equal(TargetOf(said), task.TryGetProperty("callback", out JsonElement callback) ? callback.GetProperty("target").GetString() : null);
        Assert.True(JsonElement.DeepEquals(Given(said, "metadata") ?? JsonElement.Parse("{}"), task.GetProperty("metadata")));
    }

    private static string? TargetOf(JsonElement said) => Given(said, "callback") is { } url ? new Uri(url.GetString()!).GetLeftPart(UriPartial.Authority) : null;

    private static DateTimeOffset? Moment(JsonElement from, string field) =>
        Given(from, field) is { } text ? DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture) : null;

    private static JsonElement? Given(JsonElement from, string field) =>
        from.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
