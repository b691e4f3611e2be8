using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>An id in a path and what is asked of it.</summary>
/// <param name="Id">As it stands in the path; null for a task that is stored.</param>
/// <param name="Stored">Which of the stored tasks.</param>
/// <param name="Spoil">Changes the stored id to one that is not there.</param>
public sealed record TaskPath(string? Id, int Stored, int? Spoil, HttpMethod Method, string Suffix)
{
    private static readonly string[] Ids =
    [
        "01m85hfg4q4fxhsk0bpg5tbzmw", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "8zzzzzzzzzzzzzzzzzzzzzzzzz", "00000000000000000000000000", "0", "nothing", "%20", "%F0%9F%98%80", "%ff", "%ED%A0%80", "%", "%zz", "%25",
        "a%2Fb", "a%5Cb", "..%2F..", "'", "%22", "%3Cscript%3E", "{id}", "*", "~", "-1", "null", "01m85hfg4q4fxhsk0bpg5tbzmw%0a", "%0d%0aX-Injected:%20y", "a:b", "a;b=c", "@", "$metadata", "(1)", new string('x', 3000),
    ];

    public static Arbitrary<TaskPath> Arbitrary() =>
        (from id in Gen.Frequency((4, Gen.Elements(Ids)), (1, Letters), (3, Gen.Constant<string>(null!)))
         from stored in Gen.Choose(0, 199)
         from spoil in Gen.Elements(null, null, 0, 1, 2, 3, (int?)4)
         from method in Gen.Elements((HttpMethod.Get, string.Empty), (HttpMethod.Get, "/result"), (HttpMethod.Post, "/cancel"))
         select new TaskPath(id, stored, spoil, method.Item1, method.Item2)).ToArbitrary();

    /// <summary>True when the id is that of a stored task.</summary>
    public bool IsStored => Id is null && Spoil is null;

    /// <summary>The id to ask for.</summary>
    public string Of(IReadOnlyList<string> storedIds)
    {
        string stored = storedIds[Stored % storedIds.Count];
        return Id ?? Spoil switch
        {
            null => stored,
            0 => stored.ToUpperInvariant(),
            1 => stored[..^1],
            2 => stored + "0",
            3 => stored[..^1] + (stored[^1] == '0' ? '1' : '0'),
            _ => "%20" + stored,
        };
    }

    private static Gen<string> Letters =>
        Gen.Elements("0123456789abcdefghjkmnpqrstvwxyz".ToCharArray()).ListOf(26).Select(letters => string.Concat(letters));
}
