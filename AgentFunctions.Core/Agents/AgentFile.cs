using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Caching;
using NJsonSchema;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Agents;

/// <summary>Reads <c>*.agent.md</c>: YAML front matter between two lines of dashes, then the instructions.</summary>
public static partial class AgentFile
{
    /// <summary>Ending of an agent file's name; what stands before it is the agent's name.</summary>
    public const string Extension = ".agent.md";

    private const string Fence = "---";

    /// <summary>Reads one file.</summary>
    /// <param name="faults">Gets all that is wrong with it, each with file and line.</param>
    /// <returns>The agent; null when there are faults.</returns>
    public static AgentDefinition? Read(string path, AgentFileFaults faults) => Parse(Path.GetFileName(path), File.ReadAllText(path), faults);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">Name of the file; the agent's name must be what stands before <see cref="Extension"/>.</param>
    /// <exception cref="AgentFileException">The text is not as described; names file and line of the first fault.</exception>
    public static AgentDefinition Parse(string file, string text)
    {
        AgentFileFaults faults = new();
        return Parse(file, text, faults) ?? throw faults.First;
    }

    private static AgentDefinition? Parse(string file, string text, AgentFileFaults faults)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        if (faults.Read(() => FrontOf(file, lines)) is not var (front, start))
        {
            return null;
        }

        JsonElement? schema = faults.ReadValue(() => OutputSchema(front));
        ToolReference[]? tools = faults.Read(() => front.Mappings("tools", "function", "mcp").Select(Tool).ToArray());
        AgentDefinition read = new()
        {
            Name = faults.Read(() => Name(file, front))!,
            Description = faults.Read(() => front.RequiredText("description"))!,
            Version = faults.Read(() => front.RequiredText("version"))!,
            OutputSchema = schema ?? default,
            OutputValidator = (schema is { } output ? faults.Read(() => Validator(front, output)) : null)!,
            Instructions = faults.Read(() => Instructions(file, lines, start))!,
            Quality = faults.ReadValue(() => front.Fraction("quality")),
            Routing = faults.Read(() => Routing(front))!,
            MaxOutputTokens = faults.ReadValue(() => front.Integer("maxOutputTokens", 1, 1_000_000)) ?? AgentDefinition.DefaultMaxOutputTokens,
            ReasoningEffort = faults.ReadValue(() => front.Choice<AgentReasoning>("reasoningEffort")),
            MaxToolTurns = faults.ReadValue(() => front.Integer("maxToolTurns", 1, 50)) ?? AgentDefinition.DefaultMaxToolTurns,
            Cache = faults.Read(() => Cache(front, tools is not []))!,
            Batch = faults.Read(() => Batch(front)),
            Tools = tools!,
            Checks = (schema is { } checkedBy ? faults.Read(() => CheckSettings.Read(front, checkedBy)) : null)!,
            Fingerprint = string.Empty,
        };
        return faults.Any
            ? null
            : read with { Fingerprint = Fingerprint(string.Join('\n', lines[start..]), schema!.Value, front.Find("tools"), front.Find("checks"), front.Find("reasoningEffort")) };
    }

    /// <summary>The front matter, and the first line behind it.</summary>
    private static (FrontMatter Front, int Start)? FrontOf(string file, string[] lines)
    {
        int end = lines is [Fence, ..] ? Array.IndexOf(lines, Fence, 1) : throw new AgentFileException(file, 1, $"the first line must be '{Fence}'");
        if (end < 0)
        {
            throw new AgentFileException(file, lines.Length, $"the front matter is not closed by a line '{Fence}'");
        }

        FrontMatter front = FrontMatter.Parse(
            file, string.Join('\n', lines[1..end]), lineOffset: 1, "name", "description", "version", "output", "quality", "routing", "maxOutputTokens", "maxToolTurns", "reasoningEffort", "cache", "batch", "tools", "checks");
        return (front, end + 1);
    }

    private static string Name(string file, FrontMatter front)
    {
        string name = front.RequiredText("name");
        if (!NameForm().IsMatch(name))
        {
            throw front.Error("name", $"'name' is '{name}'; allowed are 1 to 64 lower-case letters, digits and inner hyphens");
        }

        return file == name + Extension ? name : throw front.Error("name", $"'name' is '{name}' but the file is '{file}'; the file must be '{name}{Extension}'");
    }

    private static JsonElement OutputSchema(FrontMatter front) => front.Find("output") switch
    {
        YamlMappingNode map => JsonSerializer.SerializeToElement(YamlNodes.ToJson(map), AgentJson.Default.JsonNode),
        { } other => throw front.Error(other, "'output' must be a JSON schema written as YAML, such as 'type: object'"),
        null => throw front.Error("output", "'output' is missing; it must be a JSON schema written as YAML"),
    };

    private static JsonSchema Validator(FrontMatter front, JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String || type.GetString() != "object")
        {
            throw front.Error("output", "'output.type' must be object: models give structured answers as objects only");
        }

        foreach ((YamlNode node, string path) in SchemaTypes.Unknown(front.Find("output")!, "output"))
        {
            throw front.Error(node, $"'{path}' is '{node}'; allowed are {SchemaTypes.Allowed}");
        }

        try
        {
            return JsonSchema.FromJsonAsync(schema.GetRawText()).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is InvalidOperationException or Newtonsoft.Json.JsonException or ArgumentException or NotSupportedException)
        {
            throw new AgentFileException(front.Error("output", string.Empty).File, front.Error("output", string.Empty).Line, $"'output' is not a usable JSON schema: {e.Message}", e);
        }
    }

    private static PromptTemplate Instructions(string file, string[] lines, int start)
    {
        string text = string.Join('\n', lines[start..]);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new AgentFileException(file, start, "no instructions follow the front matter");
        }

        try
        {
            return PromptTemplate.Parse(text);
        }
        catch (FormatException e)
        {
            throw new AgentFileException(file, start + 1 + (int)e.Data["line"]!, e.Message, e);
        }
    }

    private static AgentCachePolicy Cache(FrontMatter front, bool hasTools)
    {
        if (front.Mapping("cache", "use", "maxAge", "scope") is not { } cache)
        {
            return AgentCachePolicy.Default(hasTools);
        }

        bool use = cache.Flag("use") ?? true;
        return new AgentCachePolicy(use, cache.Duration("maxAge") ?? AgentCachePolicy.DefaultMaxAge, cache.Choice<CacheScope>("scope") ?? CacheScope.Tenant, Coalesce: use);
    }

    private static AgentRoutingPolicy Routing(FrontMatter front) => front.Mapping("routing", "models", "explore", "escalate") is { } routing
        ? new(
            [.. routing.Texts("models").Distinct(StringComparer.Ordinal)],
            routing.Flag("explore") ?? AgentRoutingPolicy.Default.Explore,
            routing.Flag("escalate") ?? AgentRoutingPolicy.Default.Escalate)
        : AgentRoutingPolicy.Default;

    // Instructions that change without a new version must not meet the answers of the old ones, nor must checks those that they let pass.
    private static string Fingerprint(string instructions, JsonElement schema, params YamlNode?[] settings) => CanonicalJson.Hash(string.Join(
        '\n', [CanonicalJson.Of(schema), .. settings.Select(s => s is null ? string.Empty : YamlNodes.ToJson(s)?.ToJsonString()), instructions]));

    private static AgentBatchPolicy? Batch(FrontMatter front) => front.Mapping("batch", "maxItems", "maxInputTokens", "maxWait") is { } batch
        ? new(
            batch.Integer("maxItems", 2, 1000) ?? AgentBatchPolicy.Default.MaxItems,
            batch.Integer("maxInputTokens", 100, 10_000_000) ?? AgentBatchPolicy.Default.MaxInputTokens,
            MaxWait(batch))
        : null;

    private static TimeSpan MaxWait(FrontMatter batch) => batch.Duration("maxWait") switch
    {
        null => AgentBatchPolicy.Default.MaxWait,
        { } wait when wait <= AgentBatchPolicy.LongestWait => wait,
        _ => throw batch.Error("maxWait", $"'batch.maxWait' is '{batch.Text("maxWait")}'; allowed is at most {AgentBatchPolicy.LongestWait.TotalSeconds:0}s"),
    };

    private static ToolReference Tool(FrontMatter tool)
    {
        string? function = tool.Text("function") is { } name && tool.Find("mcp") is null ? name : null;
        FrontMatter? mcp = function is null ? tool.Mapping("mcp", "name", "url", "command", "args", "allow") : null;
        return (function, mcp) switch
        {
            ({ } f, _) => new ToolReference.InProcess(f),
            (_, { } m) => new ToolReference.Mcp(m.RequiredText("name"), Endpoint(m), m.Texts("allow")),
            _ => throw tool.Error((YamlNode?)null, "a tool has either 'function' or 'mcp'"),
        };
    }

    private static McpEndpoint Endpoint(FrontMatter mcp) => (mcp.Text("url"), mcp.Text("command")) switch
    {
        ({ } url, null) when Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" => new McpEndpoint.Http(address),
        ({ } url, null) => throw mcp.Error("url", $"'url' is '{url}'; allowed is an absolute http or https address"),
        (null, { } command) => new McpEndpoint.Stdio(string.Join('\n', mcp.Texts("args").Prepend(command))),
        _ => throw mcp.Error((YamlNode?)null, "an MCP server has either 'url' or 'command'"),
    };

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$")]
    private static partial Regex NameForm();
}
