using System.Text.Json;

namespace AgentFunctions.Http.OpenApi.Document;

/// <summary>What host.json says stands before every route.</summary>
internal static class RoutePrefix
{
    // The Functions host's own default.
    private const string Usual = "api";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static string Read()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "host.json");
        if (!File.Exists(file))
        {
            return Usual;
        }

        using JsonDocument host = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
        return host.RootElement.TryGetProperty("extensions", out JsonElement extensions)
            && extensions.TryGetProperty("http", out JsonElement http)
            && http.TryGetProperty("routePrefix", out JsonElement prefix)
                ? prefix.GetString()!.Trim('/')
                : Usual;
    }
}
