using System.Text.Json;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>Reads <c>local.settings.json</c> of the current folder as Functions Core Tools does; the environment wins over it.</summary>
internal static class LocalSettings
{
    private const string FileName = "local.settings.json";

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="HostStartException">The file is there but is not of the form.</exception>
    public static void AddTo(ConfigurationManager configuration)
    {
        if (!File.Exists(FileName))
        {
            return;
        }

        try
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(FileName), Options);
            Dictionary<string, string?> values = file.RootElement.TryGetProperty("Values", out JsonElement found)
                ? found.EnumerateObject().ToDictionary(v => v.Name.Replace("__", ":", StringComparison.Ordinal), v => v.Value.GetString())
                : [];
            configuration.AddInMemoryCollection(values).AddEnvironmentVariables();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new HostStartException($"{FileName} cannot be used: {e.Message}", e);
        }
    }
}
