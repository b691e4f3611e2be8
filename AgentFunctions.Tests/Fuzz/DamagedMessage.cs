using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>What became of a good message on its way.</summary>
/// <param name="Task">The state that the task it is about is in by then.</param>
/// <param name="Damage">Makes the damaged body from the good one.</param>
/// <param name="Seed">Chooses among equal kinds of damage.</param>
public sealed partial record DamagedMessage(MessageTask Task, MessageDamage Damage, int Seed, string Json, byte[] Noise)
{
    public static Arbitrary<DamagedMessage> Arbitrary() =>
        (from task in Gen.Elements(Enum.GetValues<MessageTask>())
         from damage in Gen.Elements(Enum.GetValues<MessageDamage>())
         from seed in Gen.Choose(0, int.MaxValue)
         from json in OddJson.Values
         from noise in ByteFaults.Noise
         select new DamagedMessage(task, damage, seed, json, noise)).ToArbitrary();

    /// <summary>The body that the worker is given.</summary>
    public byte[] Of(byte[] good) => Damage switch
    {
        MessageDamage.None => good,
        MessageDamage.Noise => Noise,
        MessageDamage.Value => WithOddValue(Encoding.UTF8.GetString(good)),
        MessageDamage.OddDocument => Encoding.UTF8.GetBytes(Json),
        _ => Gen.Sample(ByteFaults.In(good), 1, new Rnd((ulong)Seed, 1), size: 10).Single(),
    };

    // The body is compact JSON; a property with a value that is neither an object nor an array gets another one.
    private byte[] WithOddValue(string good)
    {
        MatchCollection values = Values().Matches(good);
        Group value = values[Seed % values.Count].Groups["value"];
        return Encoding.UTF8.GetBytes($"{good[..value.Index]}{Json}{good[(value.Index + value.Length)..]}");
    }

    [GeneratedRegex("""
        "\w+":(?<value>"(\\.|[^"\\])*"|[^,{}\[\]]+)
        """)]
    private static partial Regex Values();
}

/// <summary>State of the task that a message is about, when the message is handled.</summary>
public enum MessageTask
{
    Queued,
    HeldByAnother,
    Cancelled,
    NeverStored,
}

/// <summary>Kind of damage.</summary>
public enum MessageDamage
{
    None,
    Noise,
    Bytes,
    Value,
    OddDocument,
}
