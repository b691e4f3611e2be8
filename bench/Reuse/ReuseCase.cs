using System.Globalization;

namespace AgentFunctions.Bench.Reuse;

/// <summary>A kind of task whose way through the system is measured.</summary>
/// <param name="Cache">The task's <c>cache</c>, as further fields of its JSON.</param>
/// <param name="IsRepeat">Whether each task asks for the same.</param>
internal sealed record ReuseCase(string Name, string Cache, bool IsRepeat)
{
    private const string Use = ",\"cache\":{\"use\":true}";

    public static IReadOnlyList<ReuseCase> All { get; } =
    [
        new("neither", ",\"cache\":{\"use\":false}", IsRepeat: false),
        new("coalescing, alone", string.Empty, IsRepeat: false),
        new("cache, a miss", Use, IsRepeat: false),
        new("cache, a hit", Use, IsRepeat: true),
    ];

    /// <summary>A task of the kind; with another number it is another one, unless all are the same.</summary>
    public string Body(int number) => string.Create(
        CultureInfo.InvariantCulture, $$$"""{"agent":"noop","input":{"n":"{{{Name}}} {{{(IsRepeat ? 0 : number)}}}"}{{{Cache}}}}""");
}
