using System.Text;
using System.Text.Json;
using AgentFunctions.Cli;

namespace AgentFunctions.Tests.Client.CommandLine;

/// <summary>Runs the command line as a shell does, against a server.</summary>
internal sealed class CliSession(Uri? server)
{
    /// <summary>Environment variables.</summary>
    public Dictionary<string, string> Variables { get; } = server is null ? [] : new() { ["AGENTFN_URL"] = server.ToString() };

    /// <summary>What stdin has.</summary>
    public string Input { get; set; } = string.Empty;

    /// <summary>Columns of a terminal that shows both stdout and stderr; null: both go elsewhere.</summary>
    public int? Width { get; set; }

    public async Task<CliResult> RunAsync(params string[] arguments) => await RunAsync(TestContext.Current.CancellationToken, arguments);

    public async Task<CliResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using MemoryStream input = new(Encoding.UTF8.GetBytes(Input));
        CliEnvironment environment = new(input, output, TextWriter.Synchronized(error), name => Variables.GetValueOrDefault(name)) { OutWidth = Width, ErrorWidth = Width };
        int exitCode = await new AgentFnCommandLine(environment).InvokeAsync(arguments, cancellationToken);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>What a run came to.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Stdout as JSON, one value.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>Stdout as JSON, one value a line.</summary>
    public JsonElement[] JsonLines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
