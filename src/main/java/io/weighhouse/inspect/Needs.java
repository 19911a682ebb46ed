package io.weighhouse.inspect;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What TensorFlow.js has to have for a model.
 *
 * @param types classes of layers, or ops
 * @param custom those of them that TensorFlow.js does not have: they must be registered before the model is loaded
 * @param lambda layers that hold code
 * @param executeAsync whether a graph must be run with {@code executeAsync}
 */
public record Needs(SortedSet<String> types, SortedSet<String> custom, List<String> lambda, boolean executeAsync) {

    private static final Set<String> LAYERS = words("""
            Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization
            Bidirectional CategoryEncoding CenterCrop Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose
            ConvLSTM2D ConvLSTM2DCell Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten Functional GRU GRUCell
            GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D
            GlobalMaxPooling2D InputLayer LSTM LSTMCell LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D
            MaxPooling3D Maximum Minimum Model Multiply PReLU Permute RNN RandomWidth ReLU RepeatVector Rescaling Reshape
            Resizing SeparableConv2D Sequential SimpleRNN SimpleRNNCell Softmax SpatialDropout1D StackedRNNCells
            ThresholdedReLU TimeDistributed UpSampling2D ZeroPadding2D""");

    private static final Set<String> OPS = words("""
            Abs Acos Acosh Add AddN AddV2 All Any ArgMax ArgMin Asin Asinh Atan Atan2 Atanh AvgPool AvgPool3D BatchMatMul
            BatchMatMulV2 BatchToSpaceND BiasAdd Bincount BitwiseAnd BroadcastArgs BroadcastTo Cast Ceil ClipByValue Complex
            ComplexAbs Concat ConcatV2 Const Conv1D Conv2D Conv2DBackpropInput Conv3D Cos Cosh CropAndResize Cumprod Cumsum
            DenseBincount DepthToSpace DepthwiseConv2d DepthwiseConv2dNative Dilation2D Div DivNoNan Einsum Elu
            EmptyTensorList EnsureShape Enter Equal Erf EuclideanNorm Exit Exp ExpandDims Expm1 FFT FakeQuantWithMinMaxVars
            Fill Floor FloorDiv FloorMod FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 FusedDepthwiseConv2dNative Gather
            GatherNd GatherV2 Greater GreaterEqual HashTable HashTableV2 IFFT IRFFT Identity IdentityN If Imag
            ImageProjectiveTransformV3 InitializeTable InitializeTableV2 IsFinite IsInf IsNan LRN LeakyRelu Less LessEqual
            LinSpace ListDiff Log Log1p LogSoftmax LogicalAnd LogicalNot LogicalOr LookupTableFind LookupTableFindV2
            LookupTableImport LookupTableImportV2 LookupTableSize LookupTableSizeV2 LoopCond LowerBound MatMul MatrixBandPart
            Max MaxPool MaxPool3D MaxPoolWithArgmax Maximum Mean Merge Min Minimum MirrorPad Mod Mul Multinomial Neg
            NextIteration NoOp NonMaxSuppressionV2 NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 NotEqual OneHot
            Ones OnesLike Pack Pad PadV2 Placeholder PlaceholderWithDefault Pow Prelu Print Prod RFFT RaggedGather RaggedRange
            RaggedTensorToTensor RandomStandardNormal RandomUniform RandomUniformInt Range Rank Real RealDiv Reciprocal Relu
            Relu6 Reshape ResizeBilinear ResizeNearestNeighbor Reverse ReverseV2 Round Rsqrt ScatterNd Select SelectV2 Selu
            Shape ShapeN Sigmoid Sign SimpleMLCreateModelResource SimpleMLInferenceOpWithHandle
            SimpleMLLoadModelFromPathWithHandle Sin Sinh Size Slice Snapshot Softmax Softplus SpaceToBatchND
            SparseFillEmptyRows SparseReshape SparseSegmentMean SparseSegmentSum SparseToDense Split SplitV Sqrt Square
            SquaredDifference Squeeze StatelessIf StatelessWhile StaticRegexReplace StopGradient StridedSlice StringNGrams
            StringSplit StringToHashBucketFast Sub Sum Switch Tan Tanh TensorArrayCloseV3 TensorArrayConcatV3
            TensorArrayGatherV3 TensorArrayReadV3 TensorArrayScatterV3 TensorArraySizeV3 TensorArraySplitV3 TensorArrayV3
            TensorArrayWriteV3 TensorListConcat TensorListConcatV2 TensorListFromTensor TensorListGather TensorListGetItem
            TensorListLength TensorListPopBack TensorListPushBack TensorListReserve TensorListResize TensorListScatter
            TensorListScatterV2 TensorListSetItem TensorListSplit TensorListStack TensorScatterUpdate Tile TopKV2 Transpose
            TruncatedNormal Unique UniqueV2 Unpack UpperBound Where While Zeros ZerosLike _FusedConv2D _FusedMatMul""");

    /** Control flow, and ops whose output has a size that only the data tell. */
    private static final Set<String> ASYNC = words("""
            Switch Merge Enter Exit NextIteration StatelessIf StatelessWhile If While LoopCond NonMaxSuppressionV2
            NonMaxSuppressionV3 NonMaxSuppressionV5 Where HashTable HashTableV2 LookupTableImport LookupTableImportV2
            LookupTableFind LookupTableFindV2 LookupTableSize LookupTableSizeV2""");

    static Needs ofLayers(SortedSet<String> classes, List<String> lambda) {
        return new Needs(classes, without(classes, LAYERS), lambda, false);
    }

    static Needs ofGraph(SortedSet<String> ops) {
        return new Needs(ops, without(ops, OPS), List.of(), ops.stream().anyMatch(ASYNC::contains));
    }

    private static SortedSet<String> without(SortedSet<String> all, Set<String> known) {
        SortedSet<String> rest = new TreeSet<>(all);
        rest.removeAll(known);
        return rest;
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
