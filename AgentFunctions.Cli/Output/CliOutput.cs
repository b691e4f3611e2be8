using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentFunctions.Cli.Output;

/// <summary>Answers on stdout, for a person or a program; all else on stderr.</summary>
internal sealed class CliOutput
{
    private const int WidthOfNoTerminal = 160;
    private const int WidthOfUnknownTerminal = 80;

    private readonly CliEnvironment _environment;
    private readonly IAnsiConsole _out;

    public CliOutput(CliEnvironment environment, bool isJson, bool hasColor)
    {
        _environment = environment;
        IsJson = isJson;
        _out = ConsoleOn(environment.Out, environment.OutWidth, environment.Ansi, hasColor);
        Progress = ConsoleOn(environment.Error, environment.ErrorWidth, environment.Ansi, hasColor);
    }

    /// <summary>True when a program reads stdout.</summary>
    public bool IsJson { get; }

    /// <summary>Stderr.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>True when a person looks at stderr.</summary>
    public bool ShowsProgress => _environment.ErrorWidth is not null;

    /// <summary>True when a person looks at stdout.</summary>
    public bool IsTerminal => _environment.OutWidth is not null && !IsJson;

    /// <summary>For what is drawn over and over.</summary>
    public IAnsiConsole Screen => _out;

    /// <summary>One value on a line of its own.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type) => _environment.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A value for a program, or what a person sees of it.</summary>
    public void Show<T>(T value, JsonTypeInfo<T> type, Func<T, IEnumerable<IRenderable>> view)
    {
        if (IsJson)
        {
            Json(value, type);
            return;
        }

        foreach (IRenderable part in view(value))
        {
            _out.Write(part);
        }
    }

    /// <summary>A list: a value a line as they come for a program, one table for a person.</summary>
    /// <param name="limit">Most to show; 0 for all.</param>
    public async Task ShowListAsync<T>(IAsyncEnumerable<T> values, int limit, JsonTypeInfo<T> type, Func<IEnumerable<T>, IRenderable> table, CancellationToken cancellationToken)
    {
        List<T> shown = [];
        await foreach (T value in (limit == 0 ? values : values.Take(limit)).WithCancellation(cancellationToken))
        {
            if (IsJson)
            {
                Json(value, type);
            }
            else
            {
                shown.Add(value);
            }
        }

        if (!IsJson)
        {
            _out.Write(table(shown));
        }
    }

    public void Line(string text) => _environment.Out.WriteLine(text);

    public void Note(string text) => _environment.Error.WriteLine(text);

    /// <summary>Text that goes on where the last ended.</summary>
    public void Piece(string text) => _environment.Error.Write(text);

    /// <summary>Says why it went wrong, and returns the exit code.</summary>
    public int Fail(int exitCode, string reason)
    {
        _environment.Error.WriteLine($"agentfn: {reason}");
        return exitCode;
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, int? width, AnsiSupport ansi, bool hasColor)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = width is null ? AnsiSupport.No : ansi,
            ColorSystem = hasColor && width is not null ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = width is null ? InteractionSupport.No : InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });

        // A pseudo-terminal that nobody has sized, as of `script` or a build server, says 0.
        console.Profile.Width = width switch
        {
            null => WidthOfNoTerminal,
            <= 0 => WidthOfUnknownTerminal,
            { } columns => columns,
        };
        return console;
    }
}
