using System.IO.Compression;
using System.Text;
using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Prediction;

/// <summary>
/// A predictor as bytes to store. Deflate over: the letters AFDP, the format version (1), the feature version, the numbers of shape features and
/// of word buckets, what was learnt so far, the scale, then each model. Numbers are little-endian; weights and variances are 32-bit floats.
/// About 30 KB a model.
/// </summary>
public static class PredictorFile
{
    private const int Format = 1;

    private static ReadOnlySpan<byte> Magic => "AFDP"u8;

    public static byte[] Write(DifficultyPredictor predictor)
    {
        using MemoryStream bytes = new();
        using (DeflateStream deflate = new(bytes, CompressionLevel.Optimal))
        using (BinaryWriter writer = new(deflate, Encoding.UTF8))
        {
            predictor.Read((scale, models, outcomes) =>
            {
                writer.Write(Magic);
                int[] head = [Format, PromptFeatures.Version, ShapeFeatures.Names.Count, WordBuckets.Size];
                Array.ForEach(head, writer.Write);
                writer.Write(outcomes);
                Write(writer, scale);
                writer.Write(models.Count);
                foreach ((string name, ModelBelief belief) in models.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    writer.Write(name);
                    Write(writer, belief.Shape);
                    Write(writer, belief.Words);
                    Write(writer, belief.Blend);
                }
            });
        }

        return bytes.ToArray();
    }

    /// <exception cref="PredictorFormatException">Other bytes, another format, other features, or cut off.</exception>
    public static DifficultyPredictor Read(byte[] bytes)
    {
        try
        {
            using DeflateStream deflate = new(new MemoryStream(bytes), CompressionMode.Decompress);
            using BinaryReader reader = new(deflate, Encoding.UTF8);
            EnsureHead(reader);
            long outcomes = reader.ReadInt64();
            FeatureScale scale = new(reader.ReadInt64(), Doubles(reader, ShapeFeatures.Names.Count), Doubles(reader, ShapeFeatures.Names.Count));
            int count = reader.ReadInt32();
            Dictionary<string, ModelBelief> models = new(StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
            {
                int shape = ShapeFeatures.Names.Count + 1;
                models.Add(reader.ReadString(), new ModelBelief(Model(reader, shape, 0), Model(reader, shape, WordBuckets.Size), Model(reader, ModelBelief.BlendSize, 0)));
            }

            return new DifficultyPredictor(scale, models, outcomes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new PredictorFormatException("The stored predictor is damaged or is none.", e);
        }
    }

    private static void EnsureHead(BinaryReader reader)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new PredictorFormatException("These bytes are no predictor.");
        }

        foreach ((string what, int expected) in new[]
        {
            ("format version", Format), ("feature version", PromptFeatures.Version), ("number of shape features", ShapeFeatures.Names.Count), ("number of word buckets", WordBuckets.Size),
        })
        {
            if (reader.ReadInt32() is var found && found != expected)
            {
                throw new PredictorFormatException($"The stored predictor has {what} {found}; this version reads {expected}.");
            }
        }
    }

    private static void Write(BinaryWriter writer, FeatureScale scale)
    {
        writer.Write(scale.Prompts);
        Write(writer, scale.Mean);
        Write(writer, scale.Squares);
    }

    private static void Write(BinaryWriter writer, PassModel model)
    {
        int size = model.Mean.Length;
        Write(writer, model.Mean);
        for (int row = 0; row < size; row++)
        {
            // The lower half; a covariance is symmetric.
            foreach (double value in model.Covariance.Slice(row * size, row + 1))
            {
                writer.Write((float)value);
            }
        }

        foreach (float value in model.WordMean)
        {
            writer.Write(value);
        }

        foreach (float value in model.WordVariance)
        {
            writer.Write(value);
        }
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            writer.Write(value);
        }
    }

    private static PassModel Model(BinaryReader reader, int size, int words)
    {
        double[] mean = Doubles(reader, size);
        double[] covariance = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                covariance[(row * size) + column] = covariance[(column * size) + row] = reader.ReadSingle();
            }
        }

        return new PassModel(mean, covariance, Floats(reader, words), Floats(reader, words));
    }

    private static double[] Doubles(BinaryReader reader, int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadDouble())];

    private static float[] Floats(BinaryReader reader, int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadSingle())];
}
