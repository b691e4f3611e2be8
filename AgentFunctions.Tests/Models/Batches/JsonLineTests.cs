using System.Buffers;
using System.Text;
using AgentFunctions.Models.Batches;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Models.Batches;

public sealed class JsonLineTests
{
    [Fact]
    public async Task Lines_of_any_length_are_read_however_the_bytes_arrive()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int round = 0; round < 60; round++)
        {
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Line(random))];
            byte[] file = Encoding.UTF8.GetBytes(string.Join('\n', lines) + (random.Next(2) == 0 ? "\n" : string.Empty));

            List<(long Number, string Text)> read = [];
            await foreach (JsonLine line in JsonLine.ReadAsync(new DribblingStream(file, random), TestContext.Current.CancellationToken))
            {
                read.Add((line.Number, Encoding.UTF8.GetString(line.Bytes.ToArray())));
            }

            (long, string)[] expected = [.. lines.Select((text, index) => (index + 1L, text)).Where(l => l.text.Trim().Length > 0)];
            Assert.True(expected.SequenceEqual(read), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_a_broken_line_or_a_broken_answer_but_no_exception()
    {
        byte[] inId = [.. """{"custom_id": "a"""u8, 0xFF, .. "\"}"u8];
        byte[] inText = [.. """{"custom_id": "a", "text": " """u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.IsType<BatchResult.Unreadable>(Read(inId));
        Assert.Equal(TaskError.ModelUnavailable, Assert.IsType<BatchResult.Failed>(Read(inText)).Fault.Error.Code);
    }

    private static BatchResult Read(byte[] line) =>
        new JsonLine(1, new ReadOnlySequence<byte>(line)).Result((id, json) => new BatchResult.Stray(id, json.Text("text")!));

    // Some are longer than the reader's buffer.
    private static string Line(Random random) => random.Next(4) switch
    {
        0 => random.Next(2) == 0 ? string.Empty : " \t\r",
        1 => new string('漢', random.Next(20_000, 90_000)),
        _ => new string('x', random.Next(1, 300)) + "\r",
    };

    /// <summary>Gives a few bytes at a time, so that lines and characters are cut anywhere.</summary>
    private sealed class DribblingStream(byte[] content, Random random) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 30_000))], cancellationToken);
    }
}
