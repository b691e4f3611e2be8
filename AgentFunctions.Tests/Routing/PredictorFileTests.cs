using System.IO.Compression;
using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Tests.Routing;

public sealed class PredictorFileTests
{
    private readonly Random _random = new(7);
    private readonly DifficultyPredictor _predictor = new(ModelPrior.Of([("small", 0.6), ("middle", 0.7), ("large", 0.8)]));

    public PredictorFileTests()
    {
        for (int i = 0; i < 300; i++)
        {
            (_, PromptFeatures features, bool hard) = SamplePrompts.Next(_random);
            _predictor.Learn(features, _predictor.Models[i % 3], !hard || _random.Next(3) == 0);
        }
    }

    [Fact]
    public void What_was_learnt_comes_back_and_can_be_learnt_on()
    {
        DifficultyPredictor read = PredictorFile.Read(PredictorFile.Write(_predictor));

        Assert.Equal(_predictor.Models, read.Models);
        Assert.Equal(300, read.Outcomes);
        foreach (string model in read.Models)
        {
            for (int i = 0; i < 40; i++)
            {
                PromptFeatures prompt = SamplePrompts.Next(_random).Features;
                Assert.Equal(_predictor.Predict(prompt, model).PassRate, read.Predict(prompt, model).PassRate, 4);
                _predictor.Learn(prompt, model, true);
                read.Learn(prompt, model, true);
            }
        }
    }

    [Fact]
    public void It_is_small_enough_for_one_table_entity()
    {
        // Azure Table Storage takes 64 KiB a property and 1 MiB an entity.
        int bytes = PredictorFile.Write(_predictor).Length;
        TestContext.Current.TestOutputHelper!.WriteLine($"{bytes} bytes for three models after 300 outcomes");
        Assert.InRange(bytes, 1, 3 * 40 * 1024);
    }

    [Theory]
    [InlineData(4, "format version 99")]
    [InlineData(8, "feature version 99")]
    [InlineData(12, "number of shape features 99")]
    [InlineData(16, "number of word buckets 99")]
    public void Another_version_is_refused_by_name(int offset, string expected)
    {
        byte[] plain = Inflated(PredictorFile.Write(_predictor));
        BitConverter.TryWriteBytes(plain.AsSpan(offset), 99);

        PredictorFormatException error = Assert.Throws<PredictorFormatException>(() => PredictorFile.Read(Deflated(plain)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        byte[] bytes = PredictorFile.Write(_predictor);

        Assert.Throws<PredictorFormatException>(() => PredictorFile.Read([]));
        Assert.Throws<PredictorFormatException>(() => PredictorFile.Read([1, 2, 3]));
        Assert.Throws<PredictorFormatException>(() => PredictorFile.Read(bytes[..(bytes.Length / 2)]));
        Assert.Throws<PredictorFormatException>(() => PredictorFile.Read(Deflated("no predictor at all"u8.ToArray())));
    }

    private static byte[] Inflated(byte[] bytes)
    {
        using DeflateStream deflate = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream plain = new();
        deflate.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Deflated(byte[] plain)
    {
        using MemoryStream bytes = new();
        using (DeflateStream deflate = new(bytes, CompressionLevel.Fastest))
        {
            deflate.Write(plain);
        }

        return bytes.ToArray();
    }
}
