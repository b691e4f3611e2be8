using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models.Batches;

namespace AgentFunctions.Models;

/// <summary>Reads <c>models.json</c>: <c>{"default": name, "models": [...]}</c>, comments and trailing commas allowed.</summary>
public static class ModelFile
{
    private static readonly string[] Fields =
        ["name", "provider", "endpoint", "deployment", "apiKeySetting", "price", "contextWindow", "requestsPerMinute", "tokensPerMinute", "passRate", "promptCacheKey", "batch", "timeout"];

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Reads the catalogue.</summary>
    /// <param name="defaultModel">Overrides the file's <c>default</c>.</param>
    /// <exception cref="ModelFileException">The file is missing or not as described; names file and field.</exception>
    public static ModelCatalogue Read(string path, string? defaultModel = null)
    {
        string file = Path.GetFileName(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Options);
            JsonFields root = JsonFields.Of(document.RootElement, string.Empty, "default", "models");
            List<ModelDefinition> models = [.. root.Objects("models", Fields).Select(Model)];
            string[] twice = [.. models.GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
            return twice.Length == 0
                ? new ModelCatalogue(models, defaultModel ?? root.Text("default"))
                : throw new FormatException($"models: the name '{twice[0]}' is given twice");
        }
        catch (FormatException e)
        {
            throw new ModelFileException(file, e.Message, e);
        }
        catch (JsonException e)
        {
            throw new ModelFileException(file, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not valid JSON", e);
        }
        catch (IOException e)
        {
            throw new ModelFileException(file, $"cannot be read: {e.Message}", e);
        }
    }

    private static ModelDefinition Model(JsonFields model)
    {
        ModelProvider provider = model.Text("provider") switch
        {
            "offline" => ModelProvider.Offline,
            "openai" => ModelProvider.OpenAI,
            "azure-openai" => ModelProvider.AzureOpenAI,
            { } other => throw model.Error("provider", $"is '{other}'; allowed are offline, openai, azure-openai"),
        };
        string name = model.Text("name");
        return new ModelDefinition
        {
            Name = name,
            Provider = provider,
            Endpoint = provider == ModelProvider.Offline ? null : Endpoint(model),
            Deployment = model.OptionalText("deployment") ?? name,
            ApiKeySetting = model.OptionalText("apiKeySetting"),
            Price = Price(model.Object("price", "input", "cachedInput", "output")),
            ContextWindow = model.Integer("contextWindow", 256, 100_000_000) ?? throw model.Error("contextWindow", "is missing; it must be a number of tokens"),
            RequestsPerMinute = model.Integer("requestsPerMinute", 1, int.MaxValue),
            TokensPerMinute = model.Integer("tokensPerMinute", 1, int.MaxValue),
            PassRate = model.InnerShare("passRate"),
            PromptCacheKey = model.Flag("promptCacheKey") ?? false,
            Batch = BatchFields.Read(model, provider),
            Timeout = Timeout(model),
        };
    }

    private static Uri Endpoint(JsonFields model) =>
        Uri.TryCreate(model.Text("endpoint"), UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw model.Error("endpoint", "must be an absolute http or https address");

    private static TokenPrice Price(JsonFields price)
    {
        decimal input = price.Amount("input");
        return new TokenPrice(input, price.OptionalAmount("cachedInput") ?? input, price.Amount("output"));
    }

    private static TimeSpan Timeout(JsonFields model) => model.OptionalText("timeout") switch
    {
        null => TimeSpan.FromMinutes(2),
        { } text when Duration.TryParse(text, out TimeSpan timeout) && timeout > TimeSpan.Zero => timeout,
        { } text => throw model.Error("timeout", $"is '{text}'; allowed is {Duration.Allowed}"),
    };
}
