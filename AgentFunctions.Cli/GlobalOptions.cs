using System.CommandLine;
using AgentFunctions.Client;

namespace AgentFunctions.Cli;

/// <summary>Options of every command.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string?> _url = new("--url") { Description = "Address of the server, with its route prefix [env: AGENTFN_URL; default: http://127.0.0.1:7071/api]", Recursive = true };
    private readonly Option<string?> _key = new("--key") { Description = "API key [env: AGENTFN_KEY]", Recursive = true };
    private readonly Option<string?> _functionKey = new("--function-key") { Description = "Key of the Functions host [env: AGENTFN_FUNCTION_KEY]", Recursive = true };
    private readonly Option<string?> _region = new("--region") { Description = "Region to ask for lists, costs, backlog, dead letters, callbacks, keys and the webhook secret [env: AGENTFN_REGION]", Recursive = true };
    private readonly Option<int> _retries = new("--retries") { Description = "How often a request is sent again after 408, 429, 5xx or no answer", Recursive = true, DefaultValueFactory = _ => 3 };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON to stdout, one value a line", Recursive = true };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours [env: NO_COLOR]", Recursive = true };

    public IEnumerable<Option> All => [_url, _key, _functionKey, _region, _retries, _json, _noColor];

    public bool IsJson(ParseResult line) => line.GetValue(_json);

    public bool HasColor(ParseResult line, CliEnvironment environment) => !line.GetValue(_noColor) && environment.Variable("NO_COLOR") is not { Length: > 0 };

    /// <exception cref="UsageException">An address or a number is wrong.</exception>
    public AgentFunctionsClientOptions ReadClient(ParseResult line, CliEnvironment environment)
    {
        AgentFunctionsClientOptions options = new()
        {
            ApiKey = line.GetValue(_key) ?? environment.Variable("AGENTFN_KEY"),
            FunctionKey = line.GetValue(_functionKey) ?? environment.Variable("AGENTFN_FUNCTION_KEY"),
            Region = line.GetValue(_region) ?? environment.Variable("AGENTFN_REGION"),
            Retries = line.GetValue(_retries),
            TimeProvider = environment.Time,
        };
        (string name, string? text) = line.GetValue(_url) is { } given ? ("--url", given) : ("AGENTFN_URL", environment.Variable("AGENTFN_URL"));
        if (text is { Length: > 0 })
        {
            options.BaseAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
                ? address
                : throw new UsageException($"{name} is '{text}'; allowed is an http or https address with its route prefix, such as https://example.azurewebsites.net/api.");
        }

        return options.Retries >= 0 ? options : throw new UsageException($"--retries is {options.Retries}; allowed is 0 or more.");
    }
}
