using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models.Batches;
using AgentFunctions.Startup;

namespace AgentFunctions.Models;

/// <summary>Reads <c>models.json</c>: <c>{"default": name, "models": [...]}</c>, comments and trailing commas allowed.</summary>
public static class ModelFile
{
    private static readonly string[] Fields =
        ["name", "provider", "endpoint", "deployment", "apiKeySetting", "price", "contextWindow", "requestsPerMinute", "tokensPerMinute", "passRate", "promptCacheKey", "batch", "timeout"];

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads the catalogue.</summary>
    /// <param name="defaultModel">Overrides the file's <c>default</c>.</param>
    /// <exception cref="ModelFileException">The file is missing or not as described; names file and fields.</exception>
    public static ModelCatalogue Read(string path, string? defaultModel = null)
    {
        FaultList faults = new();
        return Read(path, defaultModel, faults) ?? throw new ModelFileException(string.Join(Environment.NewLine, faults.All));
    }

    /// <summary>Reads the catalogue.</summary>
    /// <param name="faults">Is told all that is wrong with the file.</param>
    /// <returns>Null when anything is.</returns>
    internal static ModelCatalogue? Read(string path, string? defaultModel, FaultList faults)
    {
        FaultList own = new(Path.GetFileName(path));
        ModelCatalogue? catalogue = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Options);
            catalogue = own.Read(() => Catalogue(JsonFields.Of(document.RootElement, string.Empty, "default", "models"), defaultModel, own));
        }
        catch (JsonException e)
        {
            own.Add($"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not valid JSON");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            own.Add($"cannot be read: {e.Message}");
        }

        faults.AddAll(own);
        return catalogue;
    }

    private static ModelCatalogue? Catalogue(JsonFields root, string? defaultModel, FaultList faults)
    {
        ModelDefinition?[] models = [.. root.Entries("models").Select(entry => faults.Read(() => Model(entry(Fields), faults)))];
        foreach (IGrouping<string, ModelDefinition> twice in models.OfType<ModelDefinition>().GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            faults.Add($"models: the name '{twice.Key}' is given twice");
        }

        // Whether the default is among them can be said of a whole list only.
        string? name = defaultModel ?? faults.Read(() => root.Text("default"));
        return faults.All.Count == 0 ? new ModelCatalogue(models.OfType<ModelDefinition>(), name!) : null;
    }

    private static ModelDefinition? Model(JsonFields model, FaultList faults)
    {
        int before = faults.All.Count;
        string? name = faults.Read(() => model.Text("name"));
        ModelProvider? provider = faults.Read<ModelProvider?>(() => Provider(model));
        ModelDefinition read = new()
        {
            Name = name ?? string.Empty,
            Provider = provider ?? ModelProvider.Offline,
            Endpoint = provider is null or ModelProvider.Offline ? null : faults.Read(() => Endpoint(model)),
            Deployment = faults.Read(() => model.OptionalText("deployment")) ?? name ?? string.Empty,
            ApiKeySetting = faults.Read(() => model.OptionalText("apiKeySetting")),
            Price = Price(model, faults),
            ContextWindow = faults.Read(() => model.Integer("contextWindow", 256, 100_000_000) ?? throw model.Error("contextWindow", "is missing; it must be a number of tokens")),
            RequestsPerMinute = faults.Read(() => model.Integer("requestsPerMinute", 1, int.MaxValue)),
            TokensPerMinute = faults.Read(() => model.Integer("tokensPerMinute", 1, int.MaxValue)),
            PassRate = faults.Read(() => model.InnerShare("passRate")),
            PromptCacheKey = faults.Read(() => model.Flag("promptCacheKey")) ?? false,
            Batch = provider is { } known ? faults.Read(() => BatchFields.Read(model, known)) : null,
            Timeout = faults.Read(() => Timeout(model)),
        };
        return faults.All.Count == before ? read : null;
    }

    private static ModelProvider Provider(JsonFields model) => model.Text("provider") switch
    {
        "offline" => ModelProvider.Offline,
        "openai" => ModelProvider.OpenAI,
        "azure-openai" => ModelProvider.AzureOpenAI,
        { } other => throw model.Error("provider", $"is '{other}'; allowed are offline, openai, azure-openai"),
    };

    private static Uri Endpoint(JsonFields model) =>
        Uri.TryCreate(model.Text("endpoint"), UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw model.Error("endpoint", "must be an absolute http or https address");

    private static TokenPrice Price(JsonFields model, FaultList faults)
    {
        if (faults.Read(() => model.Object("price", "input", "cachedInput", "output")) is not { } price)
        {
            return new TokenPrice(0, 0, 0);
        }

        decimal input = faults.Read(() => price.Amount("input"));
        return new TokenPrice(input, faults.Read(() => price.OptionalAmount("cachedInput")) ?? input, faults.Read(() => price.Amount("output")));
    }

    private static TimeSpan Timeout(JsonFields model) => model.OptionalText("timeout") switch
    {
        null => TimeSpan.FromMinutes(2),
        { } text when Duration.TryParse(text, out TimeSpan timeout) && timeout > TimeSpan.Zero => timeout,
        { } text => throw model.Error("timeout", $"is '{text}'; allowed is {Duration.Allowed}"),
    };
}
